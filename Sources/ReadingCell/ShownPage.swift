/// A page as a person sees it: a line of JSON with its size and what stands where, and a PNG.
package struct ShownPage: Sendable {
    /// `{ "width", "height", "words": [ { "text", "box" } ] }`, in points.
    package var words: [UInt8]
    package var picture: [UInt8]

    /// Nil where the bytes are no such page: whoever wrote them may have been taken over.
    package init?(_ bytes: [UInt8]) {
        let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
        guard let end = bytes.firstIndex(of: UInt8(ascii: "\n")), bytes.first == UInt8(ascii: "{"),
            bytes[(end + 1)...].starts(with: signature)
        else { return nil }
        words = Array(bytes[..<end])
        picture = Array(bytes[(end + 1)...])
    }
}
