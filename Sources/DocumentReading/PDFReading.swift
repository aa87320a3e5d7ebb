import CPoppler
import Glibc
import PageContent

/// The folder of the package poppler-data: without it text in fonts that are not embedded comes out empty, and
/// poppler says nothing.
private let popplerDataFolder = "/usr/share/poppler/cMap/Adobe-GB1"

/// Whether PDFs can be read here at all.
package func checkInstallation() throws(ReadingError) {
    guard paintTapWorks else { throw .noPaintTap(poppler: popplerVersion) }
    guard access(popplerDataFolder, R_OK) == 0 else {
        throw .noPopplerData(popplerDataFolder)
    }
}

func readPDF(bytes: [UInt8], passwords: [String], limits: ReadingLimits) throws(ReadingError) -> ReadDocument {
    try checkInstallation()
    let log = PopplerLog()
    let document = try PopplerDocument(bytes: bytes, passwords: passwords)
    let count = document.pageCount
    guard count <= limits.pages else { throw .pages(found: count, allowed: limits.pages) }
    var quality = ReadingQuality()
    var pages: [Page] = []
    var ink = InkQuestions(bytes: bytes, passwords: passwords)
    var pictures = PictureReading()
    pages.reserveCapacity(count)
    for index in 0..<count {
        guard let source = document.page(at: index) else {
            quality.missingPages.append(index + 1)
            continue
        }
        var painting = try source.painting(
            ofPage: index + 1, glyphLimit: limits.glyphsPerPage, markLimit: limits.marksPerPage)
        ink.answer(on: index, in: &painting)
        var view = PageView(
            number: index + 1, painting: painting, size: source.size, textAnnotations: { source.textAnnotations() })
        if painting.isOverdrawn { quality.overdrawnPages.append(index + 1) }
        quality.note(view)
        if let sheet = SheetOfPicture(painting, view: view) {
            if limits.mayReadPicture(index + 1, count),
                let page = pictures.read(sheet, of: source, into: view, mayGoOn: limits.mayGoOn)
            {
                view.page = page
            } else if sheet.parts == nil {
                quality.unreadPictures.append(index + 1)
            }
        }
        quality.normalise(&view.page.glyphs)
        pages.append(view.page)
    }
    quality.popplerErrors = log.count
    quality.endIsMissing = !hasEnd(bytes)
    return ReadDocument(
        mediaType: .pdf, encoding: nil, pageCount: count, pages: pages, quality: quality,
        attachments: count <= longestCover ? document.attachments : [], isXFA: isXFA(bytes, pages))
}

/// Pages of a PDF that is a cover for what is attached to it.
private let longestCover = 2

/// Whether the form's data stand in it, or the page that others show instead: its catalogue may be compressed.
private func isXFA(_ bytes: [UInt8], _ pages: [Page]) -> Bool {
    guard pages.count <= 1 else { return false }
    let shown = String(String.UnicodeScalarView((pages.first?.glyphs ?? []).map(\.scalar)))
    return bytes[...].contains(subsequence: "/XFA")
        || shown.contains("Pleasewait...") && shown.contains("notabletodisplay") || shown.contains("请稍候...")
}

/// Whether `%%EOF` stands in the last 1,024 bytes (PDF Reference 1.7, implementation note 18), white space and zeros behind it
/// aside. Poppler reads a PDF that was cut off between its objects without a word.
private func hasEnd(_ bytes: [UInt8]) -> Bool {
    let written = bytes.lastIndex { $0 > 0x20 }.map { bytes[...$0] } ?? []
    let marker = Array("%%EOF".utf8)
    let tail = written.suffix(1_024)
    return tail.indices.contains { tail[$0...].starts(with: marker) }
}

/// The version of the poppler library in use.
package var popplerVersion: String { String(cString: poppler_get_version()) }

extension ReadingQuality {
    /// Notes what a page shows that is not read, and what it does not show.
    ///
    /// Poppler passes over fonts that it cannot decode, and over CMaps that it cannot find. Of glyphs that
    /// are programs, whose characters it does not know, some are spaces; never one in a hundred of a page.
    mutating func note(_ view: PageView) {
        for (kind, count) in view.unseen { unseen[kind, default: 0] += count }
        if view.hasHiddenTextLayer { hiddenTextPages.append(view.page.number) }
        annotationGlyphs += view.annotationCount
        cutGlyphs += view.cutCount
        dashes += view.dashCount
        if view.maskedCount > 0 { maskedPages.append(view.page.number) }
        if view.coveredWordCount > 0 { coveredPages.append(view.page.number) }
        let isLossy =
            view.lostVisibleCount > 0 || (view.lostCount >= 3 && view.lostCount * 100 > view.paintedCount)
        guard isLossy else { return }
        lostGlyphs += view.lostCount
        lossyPages.append(view.page.number)
    }

    /// Counts characters without a meaning, and reads radicals as the ideographs they stand for.
    mutating func normalise(_ glyphs: inout [Glyph]) {
        for index in glyphs.indices {
            let value = glyphs[index].scalar.value
            if value >= 0x2E80 && value <= 0x2FDF, let ideograph = unifiedIdeograph(ofRadical: glyphs[index].scalar) {
                glyphs[index].scalar = ideograph
                radicals += 1
            } else if value == 0xFFFD || (value >= 0xE000 && value <= 0xF8FF) || value >= 0xF0000 {
                unreadableGlyphs += 1
            }
        }
    }
}

/// Counts the errors that poppler finds in a file: it says them only to GLib's log, and carries on. Its warnings
/// (font weights, long lines in font programs) stand on sound releases too.
private final class PopplerLog {
    private let counter = UnsafeMutablePointer<Int>.allocate(capacity: 1)
    private let handler: guint

    init() {
        counter.initialize(to: 0)
        handler = g_log_set_handler(
            "Poppler", GLogLevelFlags(rawValue: ~0),
            { _, _, message, counter in
                guard let message, let counter, strncmp(message, "Syntax warning", 14) != 0 else { return }
                counter.assumingMemoryBound(to: Int.self).pointee += 1
            }, counter)
    }

    var count: Int { counter.pointee }

    deinit {
        g_log_remove_handler("Poppler", handler)
        counter.deinitialize(count: 1)
        counter.deallocate()
    }
}

/// The version of the package poppler-data, or `unknown` where its description is not installed.
package var popplerDataVersion: String {
    guard let file = fopen("/usr/share/pkgconfig/poppler-data.pc", "r") else { return "unknown" }
    defer { fclose(file) }
    var buffer = [CChar](repeating: 0, count: 4_096)
    let count = fread(&buffer, 1, buffer.count, file)
    let text = String(decoding: buffer[..<count].map(UInt8.init(bitPattern:)), as: UTF8.self)
    let line = text.split(separator: "\n").first { $0.hasPrefix("Version:") }
    return line.map { String($0.dropFirst(8).drop { $0 == " " }) } ?? "unknown"
}
