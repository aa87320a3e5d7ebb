/// What a worker says on standard error when it begins to read a page that is a picture.
package struct PictureProgress: Equatable, Sendable {
    /// 1-based.
    package var page: Int
    /// How many pages the document has.
    package var pages: Int

    package init(page: Int, pages: Int) {
        self.page = page
        self.pages = pages
    }

    private static let word = "picture"

    /// The line that says so, with its end.
    package var line: String { "\(Self.word) \(page) \(pages)\n" }

    /// Nil for any other line.
    package init?(line: some StringProtocol) {
        let parts = line.split(separator: " ")
        guard parts.count == 3, parts[0] == Self.word, let page = Int(parts[1]), let pages = Int(parts[2]),
            page > 0, page <= pages
        else { return nil }
        self.init(page: page, pages: pages)
    }
}
