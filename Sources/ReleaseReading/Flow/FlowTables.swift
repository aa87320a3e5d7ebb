import BudgetRelease
import PageContent

/// Finds tables of packed projects in running text: the title, labels and headings that begin them, wherever a page
/// prints them again, and the body lines between.
struct FlowTables {
    private let catalogue: FormCatalogue
    private let forms: [Form]
    private var sections: [Section] = []
    /// Lines of labels stand between a title and the first row, and behind a title that a page prints again.
    private var expectsLabels = false
    /// What stands behind the end of a table belongs to none.
    private var isOutside = true

    /// A table's lines before its rows are told apart.
    struct Section {
        var form: Form
        var headline = Headline()
        var columns: [Column] = []
        var body: [FlowLine] = []
        var pages: [Int] = []
    }

    static func tables(in pages: [Page], catalogue: FormCatalogue) -> [RawTable] {
        var reader = FlowTables(catalogue: catalogue)
        reader.read(FlowLine.lines(of: pages))
        return reader.sections.filter { !$0.body.isEmpty }.map { FlowProjects(section: $0).table() }
    }

    private init(catalogue: FormCatalogue) {
        self.catalogue = catalogue
        forms = catalogue.forms.filter { $0.layout == .projects }
    }

    private mutating func read(_ lines: [FlowLine]) {
        var index = 0
        while index < lines.count {
            let line = lines[index]
            let next = index + 1 < lines.count ? lines[index + 1] : nil
            index += 1
            if line.isMarkedPageNumber { continue }
            // A number alone counts pages only in front of a title or at a form feed.
            if line.compact.unicodeScalars.allSatisfy(\.isDigit), let next,
                next.page != line.page || form(titled: next.compact) != nil
            {
                continue
            }
            if let title = title(line, next) {
                if title.isWrapped { index += 1 }
                begin(title.form, title: title.text)
            } else if let header = header(line, next) {
                if header.isWrapped { index += 1 }
                take(header.form, header.columns)
            } else {
                take(line)
            }
        }
    }

    // MARK: Titles

    private func form(titled compact: String) -> Form? {
        guard Headline.looksLikeTitle(compact) else { return nil }
        let key = TitleKey(compact)
        return forms.first { $0.weight(of: key) > 0 }
    }

    /// A title on one line or wrapped over two.
    private func title(_ line: FlowLine, _ next: FlowLine?) -> (form: Form, text: String, isWrapped: Bool)? {
        let compact = line.compact
        if let form = form(titled: compact) { return (form, compact, false) }
        // A page may print the title again with the office's name before it.
        if !isOutside, let last = sections.last, !last.headline.title.isEmpty, compact.hasSuffix(last.headline.title) {
            return (last.form, last.headline.title, false)
        }
        guard let next, compact.count <= 40, next.compact.count <= 20, !Headline.looksLikeTitle(next.compact) else {
            return nil
        }
        let joined = compact + next.compact
        return form(titled: joined).map { ($0, joined, true) }
    }

    private mutating func begin(_ form: Form, title: String) {
        expectsLabels = true
        isOutside = false
        if let last = sections.indices.last, sections[last].form == form, sections[last].headline.title == title {
            // A title that a page prints again goes on with its table; without a header it was a contents entry.
            if sections[last].columns.isEmpty { sections[last].body = [] }
            return
        }
        var section = Section(form: form)
        section.headline.title = title
        sections.append(section)
    }

    // MARK: Headers

    /// A header on one line or wrapped over two.
    private func header(_ line: FlowLine, _ next: FlowLine?) -> (form: Form, columns: [Column], isWrapped: Bool)? {
        let candidates = isOutside ? forms : sections.last.map { [$0.form] } ?? forms
        for form in candidates {
            if let next, let columns = columns(of: form, in: line.compact + next.compact) {
                return (form, columns, true)
            }
            if let columns = columns(of: form, in: line.compact) { return (form, columns, false) }
        }
        return nil
    }

    private mutating func take(_ form: Form, _ columns: [Column]) {
        if isOutside { sections.append(Section(form: form)) }
        isOutside = false
        expectsLabels = true
        guard let last = sections.indices.last, sections[last].columns.isEmpty else { return }
        sections[last].columns = columns
        sections[last].body = []
    }

    /// The columns of a text that is nothing but at least three headings of the form, one after another.
    private func columns(of form: Form, in compact: String) -> [Column]? {
        var rest = CompactText.folded(compact)[...]
        guard rest.count <= 120 else { return nil }
        var printed = compact[...]
        var columns: [Column] = []
        while !rest.isEmpty {
            let matches = form.columns.flatMap { column in
                column.headers.filter { rest.hasPrefix($0) }.map { (column, $0) }
            }
            guard let (column, header) = matches.max(by: { $0.1.count < $1.1.count }) else { return nil }
            columns.append(
                Column(path: [String(printed.prefix(header.count))], key: column.key, type: column.type))
            rest = rest.dropFirst(header.count)
            printed = printed.dropFirst(header.count)
        }
        guard columns.count >= 3, Set(columns.compactMap(\.key)).count == columns.count else { return nil }
        return columns
    }

    // MARK: Lines

    private mutating func take(_ line: FlowLine) {
        guard !isOutside, let last = sections.indices.last else { return }
        let compact = line.compact
        if expectsLabels {
            let issuer = Headline.issuer(in: compact)
            if let issuer, let known = sections[last].headline.issuer, issuer != known {
                // The same title under another issuer is another table.
                var section = Section(form: sections[last].form)
                section.headline.title = sections[last].headline.title
                sections.append(section)
            }
            let current = sections.indices.last ?? last
            if sections[current].headline.read(label: compact) || PageFurniture.isYear(compact)
                || PageFurniture.isTableNumber(compact)
            {
                return
            }
        }
        if Self.endsTable(compact) || (Headline.looksLikeTitle(compact) && catalogue.knowsTitle(compact)) {
            isOutside = true
            return
        }
        expectsLabels = false
        sections[last].body.append(line)
        if let page = line.page, sections[last].pages.last != page { sections[last].pages.append(page) }
    }

    /// Headings of what follows the tables of a release.
    private static func endsTable(_ compact: String) -> Bool {
        guard compact.count <= 24, !compact.contains("。"), !compact.contains("；") else {
            return compact.hasPrefix("注：")
        }
        if compact.hasPrefix("第"), compact.contains("部分"), compact.count <= 20 { return true }
        return compact.hasSuffix("名词解释") || compact.hasSuffix("情况说明")
    }
}
