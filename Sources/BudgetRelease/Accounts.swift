/// Where every figure that the pages show went: each stands in exactly one of these places.
package struct Accounts: Equatable, Sendable, Decodable {
    package var inTables = 0
    /// In titles, labels and headings of columns.
    package var inHeadings = 0
    package var inNotes = 0
    /// In sentences of the narrative.
    package var inStatements = 0
    /// In page numbers, leaders of contents, heads and feet that pages repeat.
    package var inFurniture = 0
    /// Painted, and not shown.
    package var notVisible = 0
    /// In none of these: a finding says where.
    package var unaccounted = 0

    package init() {}

    /// All of them.
    package var figures: Int {
        inTables + inHeadings + inNotes + inStatements + inFurniture + notVisible + unaccounted
    }

    package var isBalanced: Bool { unaccounted == 0 }

    package var json: JSON {
        [
            "figures": .int(figures), "in_tables": .int(inTables), "in_headings": .int(inHeadings),
            "in_notes": .int(inNotes), "in_statements": .int(inStatements), "in_furniture": .int(inFurniture),
            "not_visible": .int(notVisible), "unaccounted": .int(unaccounted),
        ]
    }
}

/// How many amounts of a table or a release take part in an identity that holds exactly.
package struct Proof: Equatable, Sendable, Decodable {
    package var amounts: Int
    package var proven: Int

    package init(amounts: Int, proven: Int) {
        self.amounts = amounts
        self.proven = proven
    }

    package static func + (left: Proof, right: Proof) -> Proof {
        Proof(amounts: left.amounts + right.amounts, proven: left.proven + right.proven)
    }

    package var json: JSON { ["amounts": .int(amounts), "proven": .int(proven)] }
}
