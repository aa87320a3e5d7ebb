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
    /// A title or header stood right above.
    private var isBehindBreak = false
    /// Labels that stood above the title.
    private var carried = Headline()
    private var linesSinceLabel = 0
    /// What stands behind the end of a table belongs to none.
    private var isOutside = true

    /// A label above a title stands no farther from it.
    private static let mostLinesBehindLabel = 3

    /// A table's lines before its rows are told apart.
    struct Section {
        var form: Form
        var headline = Headline()
        var columns: [Column] = []
        var body: [FlowLine] = []
        var pages: [Int] = []
        /// Its headings stand in another order than its columns; its cells may as well.
        var isReordered = false
        /// No header is printed; the columns are those that the form usually has.
        var lacksHeader = false
    }

    static func tables(in lines: [FlowLine], catalogue: FormCatalogue) -> [RawTable] {
        var reader = FlowTables(catalogue: catalogue)
        reader.read(FlowHeaders(forms: reader.forms).items(of: lines))
        reader.completeHeaders()
        return reader.sections.filter { !$0.body.isEmpty }.map { section in
            FlowGrid(section: section)?.table() ?? FlowProjects(section: section).table()
        }
    }

    private init(catalogue: FormCatalogue) {
        self.catalogue = catalogue
        forms = catalogue.forms.filter { $0.layout == .projects }
    }

    private mutating func read(_ items: [FlowHeaders.Item]) {
        var index = 0
        while index < items.count {
            let item = items[index]
            let next = index + 1 < items.count ? items[index + 1] : nil
            index += 1
            guard case .line(let line) = item else {
                if case .header(let header) = item { take(header) }
                continue
            }
            if line.isMarkedPageNumber { continue }
            var nextLine: FlowLine?
            if case .line(let line)? = next { nextLine = line }
            // A number alone counts pages only in front of a title or header or at a form feed.
            if line.scalars.allSatisfy(\.isDigit), next != nil,
                nextLine.map({ $0.page != line.page || form(titled: $0.scalars) != nil }) ?? true
            {
                continue
            }
            if let (title, rest) = gluedTitle(line) {
                begin(title.form, title: title.text)
                rest.map { take($0) }
            } else if let title = title(line, nextLine) {
                if title.isWrapped { index += 1 }
                begin(title.form, title: title.text)
            } else {
                take(line)
            }
        }
    }

    // MARK: Titles

    private func form(titled compact: [Unicode.Scalar]) -> Form? {
        guard Headline.looksLikeTitle(compact) else { return nil }
        let key = TitleKey(compact)
        return forms.first { $0.weight(of: key) > 0 }
    }

    /// A title that a page prints again, with its labels glued to it.
    private func gluedTitle(_ line: FlowLine) -> (title: (form: Form, text: String), rest: FlowLine?)? {
        guard !isOutside, let last = sections.last, !last.headline.title.isEmpty else { return nil }
        let title = last.headline.title
        let length = title.unicodeScalars.count
        guard line.scalars.count > length, line.scalars.starts(with: title.unicodeScalars) else { return nil }
        return ((last.form, title), line.part(length..<line.scalars.count))
    }

    /// A title on one line or wrapped over two.
    private func title(_ line: FlowLine, _ next: FlowLine?) -> (form: Form, text: String, isWrapped: Bool)? {
        if let form = form(titled: line.scalars) { return (form, line.compact, false) }
        // A page may print the title again with the office's name before it.
        if !isOutside, let last = sections.last, !last.headline.title.isEmpty,
            line.scalars.ends(with: last.headline.title.unicodeScalars)
        {
            return (last.form, last.headline.title, false)
        }
        guard let next, line.scalars.count <= 40, next.scalars.count <= 20 else { return nil }
        let joined = line.scalars + next.scalars
        guard let form = form(titled: joined), !Headline.looksLikeTitle(next.scalars) else { return nil }
        return (form, String(scalars: joined), true)
    }

    private mutating func begin(_ form: Form, title: String) {
        expectsLabels = true
        isOutside = false
        isBehindBreak = true
        if let last = sections.indices.last, sections[last].form == form {
            // Some extractors give the title behind the header.
            if sections[last].headline.title.isEmpty, sections[last].body.isEmpty {
                sections[last].headline.title = title
            }
            if sections[last].headline.title == title {
                // A title that a page prints again goes on with its table; without a header it was a contents entry.
                if sections[last].columns.isEmpty, !sections[last].body.contains(where: Self.holdsRow) {
                    sections[last].body = []
                }
                return
            }
        }
        startSection(form, title: title)
    }

    /// Starts a table under the labels that stood above its title or header.
    private mutating func startSection(_ form: Form, title: String) {
        var section = Section(form: form)
        section.headline.title = title
        section.headline.issuer = carried.issuer
        section.headline.unit = carried.unit
        carried = Headline()
        sections.append(section)
    }

    /// Whether a line holds a cell of a row: an indicator begins or two amounts stand on it.
    private static func holdsRow(_ line: FlowLine) -> Bool {
        PackedIndicators.begins(line.scalars)
            || line.trailingAmounts(least: 2, acceptsIntegers: false) != nil
    }

    // MARK: Headers

    private mutating func take(_ header: FlowHeaders.Header) {
        if isOutside { startSection(header.form, title: "") }
        isOutside = false
        expectsLabels = true
        isBehindBreak = true
        guard let last = sections.indices.last, sections[last].columns.isEmpty else { return }
        sections[last].columns = header.columns
        sections[last].isReordered = header.isReordered
        // Rows above the header came there out of order.
        if sections[last].body.contains(where: Self.holdsRow) {
            sections[last].isReordered = true
        } else {
            sections[last].body = []
        }
    }

    /// Gives tables without a header the columns that stray headings tell, or those of the form.
    private mutating func completeHeaders() {
        for index in sections.indices where sections[index].columns.isEmpty {
            let form = sections[index].form
            var columns: [Column] = []
            for column in form.columns {
                let known = { (compact: String) in column.headers.contains(CompactText.folded(compact)) }
                guard let line = sections[index].body.firstIndex(where: { known($0.compact) }) else { continue }
                columns.append(
                    Column(path: [sections[index].body[line].compact], key: column.key, type: column.type))
            }
            let headings = columns.compactMap { $0.path.last }
            sections[index].body.removeAll { headings.contains($0.compact) }
            if columns.count >= 4, columns.contains(where: { $0.key == "name" }) {
                sections[index].columns = columns
                sections[index].isReordered = true
            } else if sections[index].body.contains(where: Self.holdsRow) {
                sections[index].columns = form.columns.filter { Self.usualColumns.contains($0.key) }.map {
                    Column(path: [""], key: $0.key, type: $0.type)
                }
                sections[index].lacksHeader = true
            }
        }
    }

    /// Of a table of packed projects.
    private static let usualColumns: Set<String> = [
        "name", "total", "fiscal_appropriation", "fiscal_special_account", "other_funds", "goal", "indicators",
    ]

    // MARK: Lines

    private mutating func take(_ line: FlowLine) {
        let compact = line.scalars
        guard !isOutside, let last = sections.indices.last else {
            // Labels may come before the title.
            if carried.read(label: compact) {
                linesSinceLabel = 0
            } else if linesSinceLabel == Self.mostLinesBehindLabel {
                carried = Headline()
            } else {
                linesSinceLabel += 1
            }
            return
        }
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
        // Extractors that go by blocks give labels of a page and pieces of its header anywhere.
        if let issuer = sections[last].headline.issuer, Headline.issuer(in: compact)?.hasPrefix(issuer) == true {
            return
        }
        if compact.count <= 8, compact.starts(with: "单位".unicodeScalars), MoneyUnit(in: compact) != nil { return }
        if sections[last].columns.contains(where: { column in
            column.path.count == 1 && column.path[0].unicodeScalars.elementsEqual(compact)
        }) {
            return
        }
        if Self.endsTable(compact) || (Headline.looksLikeTitle(compact) && catalogue.knowsTitle(compact)) {
            isOutside = true
            return
        }
        expectsLabels = sections[last].columns.isEmpty && !Self.holdsRow(line)
        var line = line
        line.isBehindBreak = line.isBehindBreak || isBehindBreak
        isBehindBreak = false
        sections[last].body.append(line)
        if let page = line.page, sections[last].pages.last != page { sections[last].pages.append(page) }
    }

    /// Headings of what follows the tables of a release.
    private static func endsTable(_ compact: [Unicode.Scalar]) -> Bool {
        guard compact.count <= 24, !compact.contains("。"), !compact.contains("；") else {
            return compact.starts(with: "注：".unicodeScalars)
        }
        if compact.first == "第", compact.count <= 20, compact.range(ofScalars: part) != nil { return true }
        return endings.contains { compact.ends(with: $0) }
    }

    private static let part = Array("部分".unicodeScalars)
    private static let endings = ["名词解释", "情况说明"].map { Array($0.unicodeScalars) }
}
