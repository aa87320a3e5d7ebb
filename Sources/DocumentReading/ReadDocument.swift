package import PageContent

/// A document as its pages show it, and what was noticed while reading it.
package struct ReadDocument: Sendable {
    package enum MediaType: String, Sendable {
        case pdf = "application/pdf"
        case text = "text/plain"
    }

    package var mediaType: MediaType
    /// The encoding of a text file; nil for a PDF.
    package var encoding: String?
    /// Pages of a PDF as counted by poppler; pages of a text file as counted by form feeds, 0 without any.
    package var pageCount: Int
    package var pages: [Page]
    package var quality: ReadingQuality
    /// Names of the files that are attached to a PDF.
    package var attachments: [String] = []
    /// Whether the PDF is a form that only Adobe's programs can draw (XFA).
    package var isXFA = false
}

/// Signs of damage that poppler passes over in silence.
package struct ReadingQuality: Sendable {
    /// Errors that poppler logged about the file; its warnings stand on sound files too.
    package var popplerErrors = 0
    /// Whether the mark at the end of a PDF is not there: the file may have been cut off.
    package var endIsMissing = false
    /// Pages (1-based) that the file counts and poppler does not give.
    package var missingPages: [Int] = []
    /// Pages (1-based) with more drawn marks than the limit.
    package var overdrawnPages: [Int] = []
    /// Glyphs that were painted and whose characters are not known, and their pages (1-based).
    package var lostGlyphs = 0
    package var lossyPages: [Int] = []
    /// Characters without a meaning: private use, U+FFFD.
    package var unreadableGlyphs = 0
    /// Characters that nobody sees on their page and that were left out, by why.
    package var unseen: [Unseen: Int] = [:]
    /// Pages (1-based) that show a picture, and have text that nobody sees, which was left out.
    package var hiddenTextPages: [Int] = []
    /// Characters of form fields and of text typed onto pages.
    package var annotationGlyphs = 0
    /// Characters that were clipped away from a text that begins in sight, and are read with it.
    package var cutGlyphs = 0
    /// Pages (1-based) with words that are read although a picture lies over them.
    package var coveredPages: [Int] = []
    /// Pages (1-based) with characters that are read although a mask may hide them.
    package var maskedPages: [Int] = []
    /// Dashes without a name that were read as signs.
    package var dashes = 0
    /// Radicals that were read as the ideograph they stand for.
    package var radicals = 0
    /// Pages (1-based) that are pictures and were not read.
    package var unreadPictures: [Int] = []
    /// The encoding of a text file was inferred, and another is possible.
    package var encodingIsUncertain = false
}

/// How much of a document is read before it is refused; without end where nobody says otherwise.
package struct ReadingLimits {
    package var pages = Int.max
    package var glyphsPerPage = Int.max
    /// Further marks are left out.
    package var marksPerPage = Int.max
    package var textBytes = Int.max
    /// Asked before a page that is a picture is read, which takes a second: its number (1-based) and how many pages there are.
    package var mayReadPicture: (Int, Int) -> Bool = { _, _ in true }
    /// Whether there is time left for the picture that is being read.
    package var mayGoOn: () -> Bool = { true }

    package init() {}
}

/// Reads a document of a kind told by its bytes.
///
/// - Parameters:
///   - name: the document's display name; a name that ends in `.pdf` must hold a PDF.
///   - passwords: tried in turn on a PDF that asks for one.
package func readDocument(
    bytes: [UInt8], name: String, passwords: [String] = [], limits: ReadingLimits = ReadingLimits()
) throws(ReadingError) -> ReadDocument {
    switch DocumentKind(bytes: bytes) {
    case .empty:
        throw .empty
    case .pdf:
        return try readPDF(bytes: bytes, passwords: passwords, limits: limits)
    case .foreign(let kind):
        throw .foreign(kind)
    case .perhapsText:
        guard !name.lowercased().hasSuffix(".pdf") else {
            throw DocumentKind.isHTML(bytes) ? .foreign(.html) : .damaged("header")
        }
        return try readText(bytes: bytes, limits: limits)
    }
}
