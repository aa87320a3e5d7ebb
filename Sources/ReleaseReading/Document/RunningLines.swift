import PageContent
import TableReading

/// Lines that pages carry at the same height again and again: running heads and feet, which part no table.
struct RunningLines {
    private struct Place: Hashable {
        var text: HashedText
        var height: Int
    }

    private let places: Set<Place>

    /// Heads and feet stand within this share of a page from its edges.
    private static let margin = 0.14

    /// Titles and labels stay: a page may carry them again above the rest of their table.
    init(pages: [PageTables], catalogue: FormCatalogue) {
        var counts: [Place: Int] = [:]
        for page in pages where pages.count > 1 {
            for line in page.looseLines {
                guard let place = Self.place(of: line, on: page.page) else { continue }
                counts[place, default: 0] += 1
            }
        }
        var places = Set(
            counts.filter { $0.value >= 2 }.keys.filter { place in
                var headline = Headline()
                return !catalogue.knowsTitle(place.text.scalars) && !headline.read(label: place.text.scalars)
            })
        guard !places.isEmpty else {
            self.places = places
            return
        }
        // So do titles that wrap.
        for page in pages {
            for (line, next) in zip(page.looseLines, page.looseLines.dropFirst()) {
                guard let first = Self.place(of: line, on: page.page), let second = Self.place(of: next, on: page.page),
                    places.contains(first), places.contains(second),
                    Headline.looksLikeTitle(first.text.scalars + second.text.scalars),
                    catalogue.knowsTitle(first.text.scalars + second.text.scalars)
                else { continue }
                places.subtract([first, second])
            }
        }
        self.places = places
    }

    /// Whether a line is one of those that pages repeat.
    func contains(_ line: TextLine, on page: Page) -> Bool {
        Self.place(of: line, on: page).map(places.contains) ?? false
    }

    func removed(from page: PageTables) -> PageTables {
        var page = page
        let content = page.page
        page.looseLines.removeAll { line in Self.place(of: line, on: content).map(places.contains) ?? false }
        return page
    }

    private static func place(of line: TextLine, on page: Page) -> Place? {
        guard line.box.midY < page.height * margin || line.box.midY > page.height * (1 - margin) else { return nil }
        return Place(text: HashedText(line.scalars), height: Int((line.box.midY / 3).rounded()))
    }
}
