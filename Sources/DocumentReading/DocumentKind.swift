/// What a file is, by its first bytes.
enum DocumentKind: Equatable {
    case empty
    case pdf
    case foreign(ForeignKind)
    case perhapsText

    init(bytes: [UInt8]) {
        if bytes.isEmpty {
            self = .empty
        } else if bytes.prefix(1_024 + 5).contains(subsequence: "%PDF-"), !Self.isZip(bytes) {
            self = .pdf
        } else if let kind = Self.foreignKind(of: bytes) {
            self = .foreign(kind)
        } else {
            self = .perhapsText
        }
    }

    /// What a zip stores without compressing it stands in it as it is, a PDF too.
    private static func isZip(_ bytes: [UInt8]) -> Bool {
        bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) || bytes.starts(with: [0x50, 0x4B, 0x05, 0x06])
    }

    private static func foreignKind(of bytes: [UInt8]) -> ForeignKind? {
        if isZip(bytes) { return archiveKind(of: bytes) }
        for (signature, kind) in signatures where bytes.starts(with: signature) { return kind }
        if bytes.count > 12, bytes.starts(with: Array("RIFF".utf8)), bytes[8..<12].elementsEqual("WEBP".utf8) {
            return .image
        }
        var head = beginning(of: bytes)
        if isHTML(head) {
            // Converters of documents write tables as HTML, and nothing that runs.
            let isConverted =
                bytes[...].contains(subsequence: "<table") && !bytes[...].contains(subsequence: "<script")
            return isConverted ? nil : .html
        }
        if head.starts(with: "<?xml".utf8) { return .xml }
        head = Array(bytes.prefix(4_096))
        // UTF-16 has zero bytes too, but never four in a row.
        if head[...].contains(subsequence: "\0\0\0\0") { return .binary }
        return nil
    }

    /// Whether a text is a page of HTML.
    static func isHTML(_ bytes: [UInt8]) -> Bool {
        let head = beginning(of: bytes)
        return head.starts(with: "<!doctype html".utf8) || head.starts(with: "<html".utf8)
            || head.starts(with: "<?xml".utf8) && head[...].contains(subsequence: "<html")
    }

    /// The first characters behind white space, in lower case.
    private static func beginning(of bytes: [UInt8]) -> [UInt8] {
        bytes.prefix(512).drop { $0 <= 0x20 || $0 == 0xEF || $0 == 0xBB || $0 == 0xBF }
            .map { $0 >= 0x41 && $0 <= 0x5A ? $0 | 0x20 : $0 }
    }

    /// A zip is told by the names of its entries, which stand in it uncompressed.
    private static func archiveKind(of bytes: [UInt8]) -> ForeignKind {
        let names: [(String, ForeignKind)] = [
            ("OFD.xml", .ofd), ("word/", .docx), ("xl/", .xlsx), ("ppt/", .pptx),
            ("mimetypeapplication/vnd.oasis.opendocument", .odf),
        ]
        let ends = [bytes.prefix(65_536), bytes.suffix(65_536)]
        for (name, kind) in names where ends.contains(where: { $0.contains(subsequence: name) }) { return kind }
        return .zip
    }

    private static let signatures: [([UInt8], ForeignKind)] = [
        ([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], .ole),
        (Array("{\\rtf".utf8), .rtf),
        (Array("Rar!".utf8), .rar),
        ([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], .sevenZip),
        ([0x1F, 0x8B], .gzip),
        ([0x89, 0x50, 0x4E, 0x47], .image),
        ([0xFF, 0xD8, 0xFF], .image),
        (Array("GIF8".utf8), .image),
        ([0x49, 0x49, 0x2A, 0x00], .image),
        ([0x4D, 0x4D, 0x00, 0x2A], .image),
    ]
}

extension ArraySlice<UInt8> {
    /// Whether the bytes of an ASCII string stand in it one after another.
    func contains(subsequence text: String) -> Bool {
        let wanted = Array(text.utf8)
        guard let first = wanted.first, count >= wanted.count else { return false }
        var index = startIndex
        while index <= endIndex - wanted.count {
            if self[index] == first, self[index..<index + wanted.count].elementsEqual(wanted) { return true }
            index += 1
        }
        return false
    }
}
