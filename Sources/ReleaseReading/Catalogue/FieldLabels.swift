/// The labels that the fields of a form of one project are printed with, ready to be looked up.
struct FieldLabels: Sendable {
    private var fields: [HashedText: [Int]] = [:]
    private let firsts: ScalarSet

    /// - Parameter labels: those of each field, folded.
    init(_ labels: some Sequence<[String]>) {
        for (field, labels) in labels.enumerated() {
            for label in labels {
                fields[HashedText(label.unicodeScalars), default: []].append(field)
            }
        }
        firsts = ScalarSet(fields.keys.compactMap(\.scalars.first))
    }

    /// How many fields have a label among the texts of a page's cells.
    func fieldCount(in texts: some Sequence<some Collection<Unicode.Scalar>>) -> Int {
        var found: Set<Int> = []
        for text in texts {
            // Few texts begin as a label does.
            guard let first = text.lazy.compactMap({ CompactText.comparable($0) }).first, firsts.contains(first),
                let known = fields[HashedText(CompactText.foldedScalars(text))]
            else { continue }
            found.formUnion(known)
        }
        return found.count
    }
}
