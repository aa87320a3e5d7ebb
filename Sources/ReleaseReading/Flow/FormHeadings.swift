import BudgetRelease

/// The headings of a form that have no wildcard in them, ready to be found in running text.
struct FormHeadings {
    struct Heading {
        var column: Form.KnownColumn
        var printed: String
        var scalars: [Unicode.Scalar]
    }

    let form: Form
    /// By the character that they begin with, the longest first.
    private let byFirst: [Unicode.Scalar: [Heading]]
    /// The characters of all of them.
    private let alphabet: ScalarSet
    /// Those of each column as letters, by number.
    private let columns: [[(printed: String, letters: [Int])]]
    private let numbers: [Unicode.Scalar: Int]
    /// How often each letter may stand in the headings of a column and those behind it.
    private let capacities: [[Int]]
    /// What as many headings as a header out of order has at least are long.
    private let leastScalars: Int

    /// Columns that a header out of order has at least.
    private static let leastColumns = 4
    /// Letters that could be shared among headings in more ways than this are no header: the ways multiply with each
    /// column, and real headers take some dozens.
    private static let mostSteps = 5_000

    init(_ form: Form) {
        self.form = form
        let columns = form.columns.map { column in
            column.headers.filter { !$0.isEmpty && !$0.contains("*") }.map { header in
                Heading(column: column, printed: header, scalars: header.unicodeScalars.map(Self.folded))
            }
        }
        let headings = Array(columns.joined())
        let letters = Set(headings.flatMap(\.scalars))
        alphabet = ScalarSet(letters)
        let numbers = Dictionary(uniqueKeysWithValues: letters.enumerated().map { ($1, $0) })
        self.numbers = numbers
        self.columns = columns.map { $0.map { ($0.printed, $0.scalars.compactMap { numbers[$0] }) } }
        capacities = Self.capacities(of: self.columns, letters: letters.count)
        leastScalars = headings.map(\.scalars.count).sorted().prefix(Self.leastColumns).reduce(0, +)
        byFirst = Dictionary(grouping: headings) { $0.scalars[0] }.mapValues { headings in
            headings.enumerated().sorted {
                ($0.element.scalars.count, -$0.offset) > ($1.element.scalars.count, -$1.offset)
            }.map(\.element)
        }
    }

    private static func capacities(of columns: [[(printed: String, letters: [Int])]], letters count: Int) -> [[Int]] {
        var capacity = [Int](repeating: 0, count: count)
        var capacities: [[Int]] = []
        for headings in columns.reversed() {
            var most = [Int](repeating: 0, count: count)
            for heading in headings {
                var counts = [Int](repeating: 0, count: count)
                for letter in heading.letters {
                    counts[letter] += 1
                    most[letter] = max(most[letter], counts[letter])
                }
            }
            for letter in capacity.indices { capacity[letter] += most[letter] }
            capacities.append(capacity)
        }
        return capacities.reversed()
    }

    /// A character as headings are compared: full-width variants of ASCII folded.
    static func folded(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        (0xFF01...0xFF5E).contains(scalar.value) ? Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar : scalar
    }

    /// The characters that headings begin with.
    var firsts: some Sequence<Unicode.Scalar> { byFirst.keys }

    /// The longest heading that a folded text begins with, of those of the columns wanted.
    func longest(atStartOf text: ArraySlice<Unicode.Scalar>, isWanted: (Form.KnownColumn) -> Bool) -> Heading? {
        guard let first = text.first else { return nil }
        return byFirst[first]?.first { text.starts(with: $0.scalars) && isWanted($0.column) }
    }

    /// Whether a folded text holds only characters of headings.
    func mayMake(_ text: some Sequence<Unicode.Scalar>) -> Bool { text.allSatisfy(alphabet.contains) }

    /// Columns whose headings are made of exactly the characters of a folded text, in whatever order; nil where these
    /// make no header.
    func columns(madeOf text: ArraySlice<Unicode.Scalar>) -> [Column]? {
        guard text.count >= leastScalars else { return nil }
        var left = [Int](repeating: 0, count: numbers.count)
        for scalar in text {
            guard let letter = numbers[scalar] else { return nil }
            left[letter] += 1
        }
        var open = text.count
        var steps = 0
        func search(_ index: Int) -> [Column]? {
            if open == 0 { return [] }
            steps += 1
            guard index < columns.count, steps <= Self.mostSteps,
                zip(left, capacities[index]).allSatisfy({ $0 <= $1 })
            else { return nil }
            for heading in columns[index] {
                for letter in heading.letters { left[letter] -= 1 }
                open -= heading.letters.count
                if heading.letters.allSatisfy({ left[$0] >= 0 }), let found = search(index + 1) {
                    let column = form.columns[index]
                    return [Column(path: [heading.printed], key: column.key, type: column.type)] + found
                }
                for letter in heading.letters { left[letter] += 1 }
                open += heading.letters.count
            }
            return search(index + 1)
        }
        return search(0).flatMap { $0.count >= Self.leastColumns ? $0 : nil }
    }
}
