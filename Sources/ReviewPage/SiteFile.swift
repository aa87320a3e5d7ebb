/// A file of the page itself, which is in the program.
struct SiteFile: Sendable {
    let name: String
    let mediaType: String
    let bytes: [UInt8]

    static let json = "application/json"
    static let script = "text/javascript; charset=utf-8"

    private static let html = "text/html; charset=utf-8"
    private static let style = "text/css; charset=utf-8"

    /// All of them but the configuration.
    static let names = [
        "index.html", "icon.svg", "style.css", "start.js", "words.js", "data.js", "list.js", "tables.js", "sheet.js",
        "doubts.js",
        "correct.js", "app.js",
    ]

    /// Nil where the page has no such file.
    init?(_ name: String) {
        let (type, bytes): (String, [UInt8])
        switch name {
        case "index.html": (type, bytes) = (Self.html, PackageResources.index_html)
        case "icon.svg": (type, bytes) = ("image/svg+xml", PackageResources.icon_svg)
        case "style.css": (type, bytes) = (Self.style, PackageResources.style_css)
        case "start.js": (type, bytes) = (Self.script, PackageResources.start_js)
        case "words.js": (type, bytes) = (Self.script, PackageResources.words_js)
        case "data.js": (type, bytes) = (Self.script, PackageResources.data_js)
        case "list.js": (type, bytes) = (Self.script, PackageResources.list_js)
        case "tables.js": (type, bytes) = (Self.script, PackageResources.tables_js)
        case "sheet.js": (type, bytes) = (Self.script, PackageResources.sheet_js)
        case "doubts.js": (type, bytes) = (Self.script, PackageResources.doubts_js)
        case "correct.js": (type, bytes) = (Self.script, PackageResources.correct_js)
        case "app.js": (type, bytes) = (Self.script, PackageResources.app_js)
        default: return nil
        }
        (self.name, mediaType, self.bytes) = (name, type, bytes)
    }
}
