import PageContent
import ScanReading

/// Pictures, as bytes that a fuzzer can change one by one, to lines, rules and glyphs.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzPictures(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    guard let drawing = PictureScript(UnsafeBufferPointer(start: bytes, count: count)) else { return 0 }
    guard let page = ScannedPage(drawing.scanned, reader: reader) else { return 0 }
    let rect = Rect(x0: -1e4, y0: -1e4, x1: 1e4, y1: 1e4)
    for glyph in page.glyphs(isBilevel: false) where !rect.intersects(glyph.box) {
        fatalError("a glyph beside the page")
    }
    _ = (page.pageRules, page.unreadMarks, page.isTable)
    return 0
}

nonisolated(unsafe) private let reader: LineReader = {
    guard let reader = LineReader() else { fatalError("no net") }
    return reader
}()
