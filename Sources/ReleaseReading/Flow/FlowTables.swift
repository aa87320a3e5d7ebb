import BudgetRelease
import PageContent

/// Finds tables of packed projects in running text: the title, labels and headings that begin them, wherever a page
/// prints them again, and the body lines between.
struct FlowTables {
    let catalogue: FormCatalogue

    /// A table's lines before its rows are told apart.
    struct Section {
        var form: Form
        var headline: Headline
        var columns: [Column] = []
        var body: [FlowLine] = []
        var pages: [Int] = []
    }

    func tables(in pages: [Page]) -> [RawTable] {
        sections(of: FlowLine.lines(of: pages)).map { FlowProjects(section: $0).table() }
    }

    private var forms: [Form] { catalogue.forms.filter { $0.layout == .projects } }

    private func sections(of lines: [FlowLine]) -> [Section] {
        var sections: [Section] = []
        for line in lines {
            let compact = line.compact
            if Headline.looksLikeTitle(compact), let form = forms.first(where: { $0.weight(of: TitleKey(compact)) > 0 }) {
                // A title that a page prints again goes on with its table.
                if let last = sections.last, last.form == form, last.headline.title == compact { continue }
                var headline = Headline()
                headline.title = compact
                sections.append(Section(form: form, headline: headline))
                continue
            }
            if sections.isEmpty, let (form, columns) = header(compact) {
                sections.append(Section(form: form, headline: Headline(), columns: columns))
                continue
            }
            guard var section = sections.last else { continue }
            if let issuer = Headline.issuer(in: compact), let known = section.headline.issuer, issuer != known {
                // The same title under another issuer is another table.
                var headline = section.headline
                headline.issuer = nil
                headline.unit = nil
                section = Section(form: section.form, headline: headline)
                sections.append(section)
            }
            if !section.headline.read(label: compact) {
                if let columns = columns(of: section.form, in: compact) {
                    if section.columns.isEmpty { section.columns = columns }
                } else {
                    section.body.append(line)
                }
            }
            if let page = line.page, section.pages.last != page { section.pages.append(page) }
            sections[sections.count - 1] = section
        }
        return sections.filter { !$0.columns.isEmpty && !$0.body.isEmpty }
    }

    private func header(_ compact: String) -> (Form, [Column])? {
        for form in forms {
            if let columns = columns(of: form, in: compact) { return (form, columns) }
        }
        return nil
    }

    /// The columns of a line that is nothing but at least three headings of the form, one after another.
    private func columns(of form: Form, in compact: String) -> [Column]? {
        var rest = CompactText.folded(compact)[...]
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
}
