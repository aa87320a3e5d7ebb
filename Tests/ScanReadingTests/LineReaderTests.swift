import CLineReader
import Testing

@testable import ScanReading

@Suite struct LineReaderTests {
    @Test func aNetThatIsNoneIsRefused() {
        #expect(line_reader_open_net([1, 2, 3], 3) == nil)
        var header = Array("BOCR".utf8) + [1, 0, 0, 0, 255, 255, 255, 255]
        header += [UInt8](repeating: 255, count: 8)
        #expect(line_reader_open_net(header, header.count) == nil)
    }

    @Test func whitePaperHoldsNothing() {
        guard let reader = LineReader() else {
            Issue.record("no memory for the net")
            return
        }
        let paper = Bitmap(width: 300, height: 40, filledWith: 240)
        #expect(reader.read(PixelBox(x0: 0, y0: 0, x1: 300, y1: 40), of: paper).isEmpty)
        #expect(reader.read(PixelBox(x0: 0, y0: 0, x1: 1, y1: 1), of: paper).isEmpty)
    }
}
