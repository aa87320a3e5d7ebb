import PageContent
import Testing

@testable import DocumentReading

/// A PDF of one page of 400 by 200 points with a font F1, written by hand.
struct SmallPDF {
    var content: [UInt8]
    var resources = ""
    var catalogue = ""
    /// Further fonts of the page.
    var fonts = ""
    /// Further entries of the page.
    var page = ""
    /// Objects from number 6 on.
    var others: [String] = []

    init(_ content: String, resources: String = "", page: String = "", others: [String] = []) {
        self.content = Array(content.utf8)
        self.resources = resources
        self.page = page
        self.others = others
    }

    var bytes: [UInt8] {
        let objects =
            [
                "<</Type/Catalog/Pages 2 0 R\(catalogue)>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
                "<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 200]/Contents 4 0 R\(page)"
                    + "/Resources<</Font<</F1 5 0 R\(fonts)>>\(resources)>>>>",
                nil, Self.font,
            ] + others
        var file = Array("%PDF-1.7\n".utf8)
        var places: [Int] = []
        for (index, object) in objects.enumerated() {
            places.append(file.count)
            file += "\(index + 1) 0 obj\n".utf8
            if let object {
                file += object.utf8
            } else {
                file += Array("<</Length \(content.count)>>\nstream\n".utf8) + content + Array("\nendstream".utf8)
            }
            file += "\nendobj\n".utf8
        }
        let start = file.count
        file += "xref\n0 \(objects.count + 1)\n0000000000 65535 f \n".utf8
        for place in places {
            let digits = String(place)
            file += (String(repeating: "0", count: 10 - digits.count) + digits + " 00000 n \n").utf8
        }
        file += "trailer<</Size \(objects.count + 1)/Root 1 0 R>>\nstartxref\n\(start)\n%%EOF\n".utf8
        return file
    }

    static let font = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"

    static func stream(_ entries: String, _ content: String) -> String {
        "<<\(entries)/Length \(content.utf8.count)>>\nstream\n\(content)\nendstream"
    }

    /// An operator that shows a text at a place.
    static func text(_ text: String, _ x: Int, _ y: Int, size: Int = 12) -> String {
        "BT /F1 \(size) Tf 1 0 0 1 \(x) \(y) Tm (\(text)) Tj ET "
    }

    func read() throws -> ReadDocument { try readDocument(bytes: bytes, name: "x.pdf") }

    /// The lines of its page as they are read, without white space.
    func lines() throws -> [String] {
        let page = try #require(try read().pages.first)
        return TextLine.lines(of: page.glyphs).map(\.compact)
    }
}
