import Glibc

/// What reading takes from the machine besides the document.
package enum ReadingResources {
    /// Folders that poppler and fontconfig read from while they read a document.
    package static let folders = [
        "/usr/share/poppler", "/usr/share/fonts", "/usr/local/share/fonts", "/etc/fonts", "/usr/share/fontconfig",
        "/usr/share/xml/fontconfig", "/var/cache/fontconfig", "/usr/lib/fontconfig", "/usr/share/X11/fonts",
        "/usr/share/texmf/fonts", "/usr/share/texlive/texmf-dist/fonts",
    ]

    /// Loads what would have to be loaded from elsewhere later: the C library keeps converters in libraries of their own,
    /// and whoever opens one first has it loaded for all. Text files are in the one, poppler takes passwords in the
    /// other and crashes where it cannot be had, and names of attachments in the third.
    package static func load() {
        _ = iconv_open("UTF-8", "GB18030")
        _ = iconv_open("ISO-8859-1", "UTF-8")
        _ = iconv_open("UTF-8", "UTF-16BE")
    }
}
