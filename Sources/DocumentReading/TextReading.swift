import CPoppler
import PageContent

/// Reads a text file onto a character grid: one line is `Page.textLineHeight` points high, a character one cell of
/// `Page.textCellWidth` points, a wide character one or two, whichever lines the columns of the text up.
func readText(bytes: [UInt8], limits: ReadingLimits) throws(ReadingError) -> ReadDocument {
    guard bytes.count <= limits.textBytes else {
        throw .textBytes(found: bytes.count, allowed: limits.textBytes)
    }
    guard let decoded = DecodedText(bytes: bytes) else { throw .foreign(.binary) }
    var quality = ReadingQuality()
    quality.encodingIsUncertain = decoded.isUncertain
    var layout = TextLayout(wideCells: TextAlignment.wideCells(of: decoded.scalars))
    layout.append(decoded.scalars)
    var pages = layout.finish()
    for index in pages.indices { quality.normalise(&pages[index].glyphs) }
    return ReadDocument(
        mediaType: .text, encoding: decoded.encoding, pageCount: layout.formFeeds == 0 ? 0 : pages.count, pages: pages,
        quality: quality)
}

/// Lays scalars out one by one.
private struct TextLayout {
    /// Cells of a wide character.
    let wideCells: Int
    private(set) var formFeeds = 0
    private var pages: [Page] = []
    private var glyphs: [Glyph] = []
    private var line = 1
    private var firstLine = 1
    private var column = 0
    private var widest = 0
    private var lastWasReturn = false

    init(wideCells: Int) { self.wideCells = wideCells }

    mutating func append(_ scalars: [Unicode.Scalar]) {
        for (index, scalar) in scalars.enumerated() {
            switch scalar.value {
            case 0x0A where lastWasReturn:
                break
            case 0x0A, 0x0B, 0x0D, 0x85, 0x2028, 0x2029:
                line += 1
                column = 0
            case 0x0C:
                formFeeds += 1
                flush()
            case 0x09:
                column = (column / 8 + 1) * 8
            case 0x20, 0xA0, 0x2000...0x200A, 0x202F:
                column += 1
            case 0x3000:
                column += wideCells
            case 0..<0x20 where Self.beginsFigure(at: index, in: scalars),
                0x7F where Self.beginsFigure(at: index, in: scalars),
                0xAD where Self.beginsFigure(at: index, in: scalars):
                // A hyphen is a minus there; a control character stands for a sign that its font does not name.
                append(scalar.value == 0xAD ? "-" : "\u{FFFD}", cells: 1)
            case 0..<0x20, 0x7F, 0x200B...0x200F, 0xFEFF, 0x2060, 0xAD:
                break
            default:
                append(scalar, cells: min(scalar.cellWidth, wideCells))
            }
            lastWasReturn = scalar == "\r"
        }
    }

    /// Whether digits follow, and nothing stands right before.
    private static func beginsFigure(at index: Int, in scalars: [Unicode.Scalar]) -> Bool {
        guard index + 1 < scalars.count, (0x30...0x39).contains(scalars[index + 1].value) else { return false }
        return index == 0 || scalars[index - 1].value <= 0x20 || scalars[index - 1].isSpace
    }

    private mutating func append(_ scalar: Unicode.Scalar, cells: Int) {
        let x0 = Double(column) * Page.textCellWidth
        let y0 = Double(line - firstLine) * Page.textLineHeight
        column += cells
        widest = max(widest, column)
        glyphs.append(
            Glyph(
                scalar: scalar,
                box: Rect(
                    x0: x0, y0: y0, x1: x0 + Double(cells) * Page.textCellWidth, y1: y0 + Page.textLineHeight - 2)))
    }

    mutating func flush() {
        pages.append(
            Page(
                number: pages.count + 1, width: Double(widest) * Page.textCellWidth,
                height: Double(line - firstLine + 1) * Page.textLineHeight, glyphs: glyphs,
                source: .text(firstLine: firstLine)))
        // Pages of one text are about as full.
        let count = glyphs.count
        glyphs = []
        glyphs.reserveCapacity(count)
        firstLine = line
        column = 0
        widest = 0
    }

    mutating func finish() -> [Page] {
        if !glyphs.isEmpty || pages.isEmpty { flush() }
        if formFeeds == 0 {
            for index in pages.indices { pages[index].number = 0 }
        }
        // Handed over whole, so that nothing is copied when the pages change.
        defer { pages = [] }
        return pages
    }
}

/// The text of a file and the encoding it was found in.
struct DecodedText {
    var scalars: [Unicode.Scalar]
    var encoding: String
    var isUncertain = false

    /// Fails for bytes that are text in none of UTF-8, UTF-16 and GB18030.
    init?(bytes: [UInt8]) {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
            self.init(utf8: bytes.dropFirst(3))
        } else if bytes.starts(with: [0xFF, 0xFE]) {
            self.init(utf16: bytes.dropFirst(2), encoding: "UTF-16LE", bigEndian: false)
        } else if bytes.starts(with: [0xFE, 0xFF]) {
            self.init(utf16: bytes.dropFirst(2), encoding: "UTF-16BE", bigEndian: true)
        } else if let bigEndian = Self.endianOfUnmarkedUTF16(bytes) {
            self.init(utf16: bytes[...], encoding: bigEndian ? "UTF-16BE" : "UTF-16LE", bigEndian: bigEndian)
            isUncertain = true
        } else {
            self.init(utf8: bytes[...])
            if scalars.isEmpty { self.init(gb18030: bytes) }
            if scalars.isEmpty { self.init(damagedUTF8: bytes) }
        }
        let controls = scalars.count { $0.value < 0x20 && !(0x09...0x0D).contains($0.value) }
        guard !scalars.isEmpty, controls * 50 <= scalars.count else { return nil }
    }

    /// Empty where the bytes are no UTF-8.
    private init(utf8 bytes: ArraySlice<UInt8>) {
        encoding = "UTF-8"
        scalars = []
        if let text = String(validating: bytes, as: UTF8.self) { scalars = [Unicode.Scalar](text) }
    }

    /// UTF-8 in which fewer than one character in a hundred is broken; those become U+FFFD.
    private init(damagedUTF8 bytes: [UInt8]) {
        encoding = "UTF-8"
        let decoded = [Unicode.Scalar](String(decoding: bytes, as: UTF8.self))
        let broken = decoded.count { $0.value == 0xFFFD }
        scalars = broken * 100 < decoded.count ? decoded : []
        isUncertain = true
    }

    private init(utf16 bytes: ArraySlice<UInt8>, encoding: String, bigEndian: Bool) {
        self.encoding = encoding
        var units: [UInt16] = []
        units.reserveCapacity(bytes.count / 2)
        var index = bytes.startIndex
        while index + 1 < bytes.endIndex {
            let (first, second) = (UInt16(bytes[index]), UInt16(bytes[index + 1]))
            units.append(bigEndian ? first << 8 | second : second << 8 | first)
            index += 2
        }
        scalars = [Unicode.Scalar](String(decoding: units, as: UTF16.self))
    }

    /// GB18030 holds GBK and GB2312. Almost any bytes decode, so a text without common CJK in it is uncertain.
    private init(gb18030 bytes: [UInt8]) {
        encoding = "GB18030"
        scalars = []
        var written: gsize = 0
        let converted = bytes.withUnsafeBytes { buffer in
            g_convert(
                buffer.bindMemory(to: CChar.self).baseAddress, gssize(buffer.count), "UTF-8", "GB18030", nil, &written,
                nil)
        }
        guard let converted else { return }
        defer { g_free(converted) }
        let utf8 = UnsafeRawBufferPointer(start: converted, count: Int(written))
        scalars = [Unicode.Scalar](String(decoding: utf8, as: UTF8.self))
        let ideographs = scalars.count { (0x4E00...0x9FFF).contains($0.value) }
        isUncertain = ideographs * 4 < scalars.count { $0.value >= 0x80 }
    }

    /// UTF-16 without a byte order mark shows as zero bytes on one side of the ASCII characters in it.
    private static func endianOfUnmarkedUTF16(_ bytes: [UInt8]) -> Bool? {
        let head = bytes.prefix(4_096)
        guard head.count >= 4 else { return nil }
        var zeros = [0, 0]
        for (index, byte) in head.enumerated() where byte == 0 { zeros[index % 2] += 1 }
        if zeros[0] * 20 > head.count && zeros[1] == 0 { return true }
        if zeros[1] * 20 > head.count && zeros[0] == 0 { return false }
        return nil
    }
}
