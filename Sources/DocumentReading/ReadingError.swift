/// Why no page of a document could be read.
package enum ReadingError: Error, Equatable, Sendable {
    /// The PDF asks for a password; so many were tried.
    case encrypted(tried: Int)
    /// The bytes claim to be a PDF and cannot be opened as one; poppler's own words.
    case damaged(String)
    /// No byte in the file.
    case empty
    /// A kind of file that is no release: its name for people.
    case foreign(ForeignKind)
    case pages(found: Int, allowed: Int)
    /// Characters of a page (1-based).
    case glyphs(page: Int, found: Int, allowed: Int)
    case textBytes(found: Int, allowed: Int)
    /// What pages paint cannot be seen in this process: the version of poppler in use.
    case noPaintTap(poppler: String)
    /// Poppler's character maps are missing: their folder.
    case noPopplerData(String)
}

/// Kinds of file that people drop beside releases, told by their first bytes.
package enum ForeignKind: String, CaseIterable, Sendable {
    case ofd
    /// A PDF that holds a form of Adobe's and a page that says so.
    case xfa
    case docx
    case xlsx
    case pptx
    case odf
    case zip
    case rar
    case sevenZip
    case gzip
    /// The OLE container of DOC, XLS, PPT and WPS.
    case ole
    case rtf
    case html
    case xml
    case image
    case binary
}
