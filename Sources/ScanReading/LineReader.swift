import CLineReader

/// The net that reads lines, and the room that it works in.
package struct LineReader: ~Copyable {
    private let reader: OpaquePointer

    /// Nil where there is no memory for it.
    package init?() {
        guard let reader = line_reader_open() else { return nil }
        self.reader = reader
    }

    deinit { line_reader_close(reader) }

    private static let mostCharacters = 600

    /// The characters of a line, with where they begin and end as shares of its width.
    ///
    /// - Parameter stretch: the width that it is looked at in hundredths of its own.
    func read(_ box: PixelBox, of picture: Bitmap, stretch: UInt32 = 100) -> [line_character] {
        guard box.width > 1, box.height > 1 else { return [] }
        return picture.pixels.withUnsafeBufferPointer { pixels in
            guard let base = pixels.baseAddress else { return [] }
            return [line_character](unsafeUninitializedCapacity: Self.mostCharacters) { buffer, count in
                count = line_reader_read(
                    reader, base + box.y0 * picture.width + box.x0, box.width, box.height, picture.width, stretch,
                    buffer.baseAddress, Self.mostCharacters)
            }
        }
    }
}
