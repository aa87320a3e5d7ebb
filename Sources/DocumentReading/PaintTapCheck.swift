import CPoppler
import PageContent

/// Whether what pages paint can be seen in this process: a small PDF is read, and must show what stands on it. Everything
/// that a reading relies on comes through functions that the executable puts in front of poppler's and cairo's; another build
/// of these may call them by other names, and would say nothing.
let paintTapWorks: Bool = {
    guard let painting = CheckDocument.painting else { return false }
    return CheckDocument.isSeenRight(painting)
}()

/// A small PDF of the program's own, with one of each thing that the reading relies on.
package var checkDocument: [UInt8] { CheckDocument.bytes }

/// A page that holds one of each thing that the reading relies on.
enum CheckDocument {
    /// What the page paints.
    static var painting: Painting? {
        guard let document = try? PopplerDocument(bytes: bytes, passwords: []), let page = document.page(at: 0) else {
            return nil
        }
        return try? page.painting(ofPage: 1, glyphLimit: 1_000, markLimit: 1_000)
    }

    /// Whether characters, places, runs, clips, covers, order, annotations, tiles and masks were told.
    ///
    /// A is at (20, 20), ten points high; the letters behind B are each hidden in another way.
    static func isSeenRight(_ painting: Painting) -> Bool {
        func glyphs(_ text: String) -> [Painting.Glyph] {
            let scalars = text.unicodeScalars.map(\.value)
            let starts = painting.glyphs.indices.dropLast(max(0, scalars.count - 1))
            let found = starts.first { painting.glyphs[$0...].prefix(scalars.count).map(\.scalar) == scalars }
            return found.map { Array(painting.glyphs[$0..<$0 + scalars.count]) } ?? []
        }
        func all(_ text: String, _ condition: (Painting.Glyph) -> Bool) -> Bool {
            let glyphs = glyphs(text)
            return !glyphs.isEmpty && glyphs.allSatisfy(condition)
        }
        let plain = glyphs("AB")
        guard plain.count == 2, abs(plain[0].origin.x - 20) < 0.1, abs(plain[0].origin.y - 20) < 0.1,
            abs(plain[0].size - 10) < 0.1, abs(plain[1].origin.x - plain[0].end.x) < 0.1,
            plain[0].run == plain[1].run, plain[0].run != glyphs("C").first?.run,
            plain[0].facts.contains(.painted), plain[0].facts.isDisjoint(with: [.clipped, .underFill, .elsewhere])
        else { return false }
        let rule = painting.marks.contains { $0.isSeen && $0.isLine && abs($0.box.midY - 150) < 0.5 }
        return rule && all("D") { $0.facts.contains(.clipped) } && all("E") { $0.facts.contains(.underFill) }
            && all("F") { !$0.facts.contains(.painted) } && all("G") { $0.facts.contains(.elsewhere) }
            && all("H") { $0.facts.contains(.annotation) } && all("I") { $0.facts.contains(.masked) }
            && all("J") { $0.facts.contains(.painted) } && glyphs("K").isEmpty
    }

    /// A font whose glyphs are programs, for which no machine lacks the font. Each is half as wide as it is high.
    private static var font: String {
        let names = "ABCDEFGHIJK".map { "/\($0)" }
        return
            "<</Type/Font/Subtype/Type3/FontBBox[0 0 1000 1000]/FontMatrix[.001 0 0 .001 0 0]/FirstChar 65/LastChar 75"
            + "/Widths[\(names.map { _ in "500" }.joined(separator: " "))]"
            + "/Encoding<</Type/Encoding/Differences[65 \(names.joined())]>>"
            + "/CharProcs<<\(names.map { "\($0) 10 0 R" }.joined())>>/Resources<<>>>>"
    }

    /// The document, with the places of its objects counted.
    fileprivate static var bytes: [UInt8] {
        func stream(_ entries: String, _ content: String) -> String {
            "<<\(entries)/Length \(content.utf8.count)>>\nstream\n\(content)\nendstream"
        }
        let resources = "/Resources<</Font<</F 5 0 R>>>>"
        func text(_ text: String, _ x: Int, _ y: Int, mode: Int = 0) -> String {
            "BT /F 10 Tf \(mode) Tr \(x) \(y) Td (\(text)) Tj ET\n"
        }
        let content =
            text("AB", 20, 180) + text("C", 60, 180) + "q 0 0 10 10 re W n " + text("D", 80, 180) + "Q\n"
            + text("E", 100, 180) + "q 1 g 95 170 20 20 re f Q\n" + text("F", 120, 180, mode: 3)
            + "20 50 m 180 50 l S\n/Pattern cs /P scn 150 170 30 20 re f 0 g\n"
            // A picture whose bytes say what looks like its end.
            + "q 9 0 0 9 0 0 cm BI /W 32 /H 8 /BPC 1 /CS /G ID \nEI Q BT /F 10 Tf (K) Tj ET 0123 EI Q\n"
            + text("J", 140, 180) + "q /M gs " + text("I", 160, 120) + "Q\n"
        let objects = [
            "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R/Annots[7 0 R]/Resources<</Font<</F 5 0 R>>"
                + "/Pattern<</P 6 0 R>>/ExtGState<</M<</SMask<</Type/Mask/S/Alpha/G 9 0 R>>>>>>>>>>",
            stream("", content), font,
            stream(
                "/Type/Pattern/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 20 20]/XStep 20/YStep 20" + resources,
                text("G", 5, 5)),
            "<</Type/Annot/Subtype/FreeText/Rect[20 100 60 120]/Contents(H)/DA(/F 10 Tf)/AP<</N 8 0 R>>>>",
            stream("/Type/XObject/Subtype/Form/BBox[0 0 40 20]" + resources, text("H", 5, 5)),
            stream(
                "/Type/XObject/Subtype/Form/BBox[0 0 200 200]/Group<</S/Transparency/CS/DeviceGray>>",
                "0 0 200 200 re f"),
            stream("", "500 0 d0 0 0 400 800 re f"),
        ]
        var file = "%PDF-1.7\n"
        var places: [Int] = []
        for (index, object) in objects.enumerated() {
            places.append(file.utf8.count)
            file += "\(index + 1) 0 obj\n\(object)\nendobj\n"
        }
        let start = file.utf8.count
        file += "xref\n0 \(objects.count + 1)\n0000000000 65535 f \n"
        for place in places {
            let digits = String(place)
            file += String(repeating: "0", count: 10 - digits.count) + digits + " 00000 n \n"
        }
        file += "trailer<</Size \(objects.count + 1)/Root 1 0 R>>\nstartxref\n\(start)\n%%EOF\n"
        return Array(file.utf8)
    }
}
