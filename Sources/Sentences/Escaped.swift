/// A text on one line: what a file name or a document puts into it cannot end a log line or move a terminal's cursor.
package struct Escaped: CustomStringConvertible {
    package let description: String

    package init(_ text: String) {
        var shown = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator, .format:
                shown.append(contentsOf: "\\u{\(String(scalar.value, radix: 16))}".unicodeScalars)
            default:
                shown.append(scalar)
            }
        }
        description = String(shown)
    }
}
