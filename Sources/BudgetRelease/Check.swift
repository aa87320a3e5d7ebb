package import FoundationEssentials

/// A sum that must hold, and whether it does.
package struct Check: Equatable, Sendable, Decodable {
    package enum Rule: String, Sendable, Codable, CaseIterable {
        /// One amount of a row is the sum of others of the same row.
        case rowSum = "row_sum"
        /// An amount is the sum of the same column over the lines below it.
        case childrenSum = "children_sum"
        /// An amount in a row that says it is a total is the sum of the same column over other rows.
        case columnSum = "column_sum"
        /// Two amounts of one table are the same.
        case tableEquality = "table_equality"
        /// Two amounts of two tables are the same.
        case crossTableEquality = "cross_table_equality"
    }

    package enum Outcome: String, Sendable, Codable {
        case exact
        /// Within the bound that rounding of the operands explains; no confirmation.
        case rounding
        case broken
    }

    /// An amount in the release.
    package struct Operand: Equatable, Sendable, Decodable {
        package var table: String
        package var line: String
        package var column: String

        package init(table: String, line: String, column: String) {
            self.table = table
            self.line = line
            self.column = column
        }

        var json: JSON { ["table": .string(table), "line": .string(line), "column": .string(column)] }
    }

    package var rule: Rule
    /// The printed sum first, then its parts.
    package var operands: [Operand]
    package var printed: Decimal
    package var computed: Decimal
    /// Half a unit in the last place of the coarsest operand, times one more than there are operands.
    package var tolerance: Decimal
    package var outcome: Outcome

    /// Judges a printed amount against what its parts add up to.
    ///
    /// - Parameter decimals: decimal places of the coarsest printed operand.
    package init(rule: Rule, operands: [Operand], printed: Decimal, computed: Decimal, decimals: Int) {
        self.rule = rule
        self.operands = operands
        self.printed = printed
        self.computed = computed
        tolerance = Self.tolerance(decimals: decimals, operands: operands.count)
        outcome = Self.outcome(of: printed - computed, tolerance: tolerance)
    }

    /// The same sum with other amounts.
    ///
    /// - Parameter operands: the printed sum first.
    package func changed(operands: [Operand], printed: Decimal, computed: Decimal) -> Check {
        var check = self
        (check.operands, check.printed, check.computed) = (operands, printed, computed)
        check.outcome = Self.outcome(of: printed - computed, tolerance: tolerance)
        return check
    }

    private static func outcome(of difference: Decimal, tolerance: Decimal) -> Outcome {
        if difference == 0 { return .exact }
        return (difference < 0 ? -difference : difference) <= tolerance ? .rounding : .broken
    }

    /// What rounding of all operands may add up to.
    package static func tolerance(decimals: Int, operands: Int) -> Decimal {
        Decimal(sign: .plus, exponent: -(decimals + 1), significand: Decimal(5 * (operands + 1)))
    }

    var json: JSON {
        [
            "rule": .string(rule.rawValue), "operands": .array(operands.map(\.json)), "printed": .decimal(printed),
            "computed": .decimal(computed), "tolerance": .decimal(tolerance), "outcome": .string(outcome.rawValue),
        ]
    }
}
