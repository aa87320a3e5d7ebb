/// A text as the key of a table, hashed as bytes: character by character, or as a string, takes several times as long.
struct HashedText: Hashable {
    let scalars: [Unicode.Scalar]

    init(_ scalars: some Sequence<Unicode.Scalar>) { self.scalars = Array(scalars) }

    func hash(into hasher: inout Hasher) { scalars.withUnsafeBytes { hasher.combine(bytes: $0) } }
}
