/// A unit of money as printed on a table.
package struct MoneyUnit: Equatable, Sendable {
    package let name: String
    package let yuan: Int

    /// Longest names first, so that 万元 is not read as 元.
    package static let known = [
        MoneyUnit(name: "亿元", yuan: 100_000_000), MoneyUnit(name: "百万元", yuan: 1_000_000),
        MoneyUnit(name: "万元", yuan: 10_000), MoneyUnit(name: "千元", yuan: 1_000), MoneyUnit(name: "元", yuan: 1),
    ]
}

extension Table {
    /// What one of the amounts of a column is in yuan; nil where no unit is printed.
    package func yuanPerUnit(ofColumn key: String, list: Int) -> Int? {
        let own = columns.first { $0.key == key && $0.list == list }?.unit
        return own.flatMap { name in MoneyUnit.known.first { $0.name == name }?.yuan } ?? yuanPerUnit
    }
}
