package import FoundationEssentials

/// A figure in a sentence of the narrative, and the cells that it agrees with.
package struct Statement: Equatable, Sendable, Decodable {
    package enum Outcome: String, Sendable, Codable, CaseIterable {
        /// A cell holds the same, after units and to the precision that the sentence prints.
        case agrees
        /// The sentence names a line of a table, and another figure than that.
        case differs
        case unmatched
    }

    package var id: String
    /// The sentence, without white space.
    package var text: String
    package var value: Decimal
    package var unit: String
    package var yuanPerUnit: Int
    /// 1-based.
    package var page: Int
    /// Left, top, right and bottom of the figure on the page as displayed, in points.
    package var bbox: [Double]
    package var matches: [Check.Operand]
    package var outcome: Outcome

    package init(
        id: String, text: String, value: Decimal, unit: String, yuanPerUnit: Int, page: Int, bbox: [Double],
        matches: [Check.Operand], outcome: Outcome
    ) {
        self.id = id
        self.text = text
        self.value = value
        self.unit = unit
        self.yuanPerUnit = yuanPerUnit
        self.page = page
        self.bbox = bbox
        self.matches = matches
        self.outcome = outcome
    }

    package var json: JSON {
        [
            "id": .string(id), "text": .string(text), "value": .decimal(value), "unit": .string(unit),
            "yuan_per_unit": .int(yuanPerUnit), "page": .int(page), "bbox": .array(bbox.map { JSON(points: $0) }),
            "matches": .array(matches.map(\.json)), "outcome": .string(outcome.rawValue),
        ]
    }
}
