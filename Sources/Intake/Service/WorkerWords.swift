package import ReadingCell

/// What a worker says on standard error: how far it is with pictures, and last words.
package struct WorkerWords {
    private var bytes: [UInt8] = []
    /// Where the line begins that is not at its end yet.
    private var lineStart = 0
    /// Further words are dropped: a worker may have been taken over.
    private static let most = 1 << 20

    package init() {}

    /// Takes what was said next.
    ///
    /// - Returns: the pictures that it said are being read.
    package mutating func add(_ chunk: UnsafeRawBufferPointer) -> [PictureProgress] {
        var pictures: [PictureProgress] = []
        for byte in chunk where bytes.count < Self.most {
            bytes.append(byte)
            guard byte == UInt8(ascii: "\n") else { continue }
            let line = String(decoding: bytes[lineStart..<bytes.count - 1], as: UTF8.self)
            if let progress = PictureProgress(line: line) {
                pictures.append(progress)
                bytes.removeSubrange(lineStart...)
            } else {
                lineStart = bytes.count
            }
        }
        return pictures
    }

    /// Its words, without what it said of pictures.
    package var text: String { String(decoding: bytes, as: UTF8.self) }
}
