extension [Unicode.Scalar] {
    /// The characters of a text, gone through once: an array made from the string's view of them counts them first.
    init(_ text: String) {
        self = []
        reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars { append(scalar) }
    }
}
