import BudgetRelease
import PageContent

/// Finds tables in a text that gives the cells of a page one behind the other: a title, labels, the headings, and rows up
/// to the next title or to running text.
struct OrderedTables {
    private let catalogue: FormCatalogue
    private var sections: [Section] = []
    private var open: Section?
    private var labels = Headline()
    private var linesBehindLabels = 0

    /// A table's lines before its columns are known.
    struct Section {
        var title: String
        var headline: Headline
        /// Lines behind the title that its headings and rows are in.
        var lines: [FlowLine] = []
        var notes: [String] = []
        /// Its cells hold sentences.
        var hasSentences = false
        /// Lines behind the last row.
        var tail: [FlowLine] = []
        /// Lines of rows that stand behind what ended the table.
        var lost: [FlowLine] = []
        var pages: [Int] = []
    }

    private var named: NamedFigures

    init(lines: [FlowLine], catalogue: FormCatalogue) {
        self.catalogue = catalogue
        named = NamedFigures(lines: lines)
        read(Self.withoutFurniture(lines) { catalogue.isHeading($0) })
    }

    /// The tables that are wanted: by their title, and by their columns.
    mutating func tables(where isWanted: (String) -> Bool, having columns: (String, [Column]) -> Bool) -> [RawTable] {
        var tables: [RawTable] = []
        for section in sections where isWanted(section.title) {
            let read = OrderedTable(section: section, catalogue: catalogue, named: named) { columns(section.title, $0) }
            guard let read else { continue }
            read.addNames(to: &named)
            tables.append(read.table)
        }
        return tables
    }

    /// The lines without those that number pages or stand at the edge of several.
    private static func withoutFurniture(_ lines: [FlowLine], isHeading: ([Unicode.Scalar]) -> Bool) -> [FlowLine] {
        var edges: [HashedText: Int] = [:]
        func isEdge(_ index: Int) -> Bool {
            let page = lines[index].page
            return index < 2 || index + 2 >= lines.count || lines[index - 2].page != page
                || lines[index + 2].page != page
        }
        func key(_ line: FlowLine) -> HashedText { HashedText(line.scalars.filter { !$0.isDigit }) }
        for index in lines.indices where isEdge(index) { edges[key(lines[index]), default: 0] += 1 }
        return lines.indices.filter { index in
            let line = lines[index]
            if line.isMarkedPageNumber { return false }
            guard isEdge(index) else { return true }
            if PageFurniture.isPageNumber(line.scalars), line.words.count == 1, line.scalars.count < 4 {
                let before = index > 0 ? lines[index - 1].page : nil
                let after = index + 1 < lines.count ? lines[index + 1].page : nil
                if before != line.page || after != line.page { return false }
            }
            return
                !(line.words.count < 4 && line.trailingAmounts(least: 1, acceptsIntegers: false) == nil
                && key(line).scalars.count > 3 && edges[key(line)] ?? 0 > 2
                && !line.words.contains { isHeading(Array(line.scalars(of: $0))) }
                && !Headline.looksLikeTitle(line.scalars) && MoneyUnit(in: line.scalars) == nil
                && Headline.issuer(in: line.scalars) == nil)
        }.map { lines[$0] }
    }

    private mutating func read(_ lines: [FlowLine]) {
        var index = 0
        while index < lines.count {
            let line = lines[index]
            linesBehindLabels += 1
            if let (title, count) = title(at: index, in: lines) {
                index += count
                begin(title, at: line)
                continue
            }
            index += 1
            if open == nil || open?.lines.isEmpty == true {
                var headline = labels
                if headline.read(label: line.scalars) {
                    if open != nil {
                        _ = open?.headline.read(label: line.scalars)
                    } else {
                        labels = headline
                        linesBehindLabels = 0
                    }
                    continue
                }
                if PageFurniture.isYear(line.scalars) || PageFurniture.isTableNumber(line.scalars) { continue }
            }
            if open == nil {
                if let last = sections.indices.last, Self.isRow(line) { sections[last].lost.append(line) }
                if linesBehindLabels > Self.mostLinesBehindLabels { labels = Headline() }
                continue
            }
            take(line)
        }
        close()
    }

    private static let mostLinesBehindLabels = 3

    private func title(at index: Int, in lines: [FlowLine]) -> (title: String, lines: Int)? {
        let line = lines[index]
        func isTitle(_ text: [Unicode.Scalar]) -> Bool {
            Headline.looksLikeTitle(text) && catalogue.knowsTitle(text)
        }
        if isTitle(line.scalars) { return (line.compact, 1) }
        // Of a form that nobody knows: beside the label of a unit.
        if Headline.looksLikeTitle(line.scalars), line.words.count < 4, open?.hasSentences != true,
            labels.unit != nil && linesBehindLabels <= Self.mostLinesBehindLabels
                || lines[min(index + 1, lines.count)..<min(index + 3, lines.count)].contains(where: {
                    MoneyUnit(in: $0.scalars) != nil
                })
        {
            return (line.compact, 1)
        }
        if let open, !open.title.isEmpty, line.scalars.elementsEqual(open.title.unicodeScalars) {
            return (open.title, 1)
        }
        guard index + 1 < lines.count, line.scalars.count <= 40, lines[index + 1].scalars.count <= 20,
            line.words.count <= 3, !isTitle(lines[index + 1].scalars),
            isTitle(line.scalars + lines[index + 1].scalars),
            line.trailingAmounts(least: 1, acceptsIntegers: false) == nil, !line.endsSentence
        else { return nil }
        return (String(scalars: line.scalars + lines[index + 1].scalars), 2)
    }

    /// Whether a line is a row of a table beyond doubt: several amounts behind a text that is no sentence.
    private static func isRow(_ line: FlowLine) -> Bool {
        guard let found = line.trailingAmounts(least: 2, acceptsIntegers: true), found.start <= 3 else { return false }
        return !line.scalars.contains("。") && !line.scalars.contains("，")
    }

    /// Whether labels are those of another table than the open one.
    private func differs(_ labels: Headline) -> Bool {
        guard let open else { return false }
        func other<Value: Equatable>(_ value: Value?, _ known: Value?) -> Bool {
            value != nil && known != nil && value != known
        }
        return other(labels.unit, open.headline.unit) || other(labels.issuer, open.headline.issuer)
    }

    private mutating func begin(_ printed: String, at line: FlowLine) {
        let headline = Headline(lines: [printed]) { catalogue.weight(ofTitle: $0) }
        let title = headline.title.isEmpty ? printed : headline.title
        labels.unit = headline.unit ?? labels.unit
        if let last = open, !differs(labels), last.title == title || TitleKey(last.title) == TitleKey(title),
            !last.lines.isEmpty,
            last.pages.last != line.page || last.title == title
        {
            labels = Headline()
            isRepeated = true
            return
        }
        close()
        var above = labels
        above.title = title
        labels = Headline()
        open = Section(title: title, headline: above)
        open?.hasSentences = catalogue.forms.contains { $0.layout != .rows && $0.weight(of: TitleKey(title)) > 0 }
        isRepeated = false
    }

    /// The title stood again right above: its labels do too.
    private var isRepeated = false

    /// Lines behind the last row that nothing has told to belong to the table.
    private var sentences: [FlowLine] = []
    private static let mostSentences = 40

    private mutating func close() {
        open?.tail = sentences
        open?.lost = sentences.filter(Self.isRow)
        sentences = []
        if let open, !open.lines.isEmpty { sections.append(open) }
        open = nil
    }

    private mutating func take(_ line: FlowLine) {
        if isRepeated {
            var headline = Headline()
            if headline.read(label: line.scalars) {
                if differs(headline), let title = open?.title {
                    // The same title over the table of another office.
                    close()
                    headline.title = title
                    open = Section(title: title, headline: headline)
                    isRepeated = false
                }
                return
            }
            if PageFurniture.isTableNumber(line.scalars) { return }
            isRepeated = false
        } else if PageFurniture.isTableNumber(line.scalars) {
            return
        }
        if open?.lines.isEmpty == false {
            var headline = Headline()
            if headline.read(label: line.scalars) {
                // The labels of the next table, in front of its title.
                labels.unit = labels.unit ?? headline.unit
                labels.issuer = labels.issuer ?? headline.issuer
                linesBehindLabels = 0
                return
            }
        }
        if Self.isNote(line) {
            open?.notes.append(line.compact)
            close()
            return
        }
        if Self.isPart(line) {
            close()
            return
        }
        if open?.hasSentences != true, Self.isSentence(line) {
            sentences.append(line)
            return
        }
        if !sentences.isEmpty {
            // Sentences between rows are cells; behind the last row they are what follows the table.
            let isRow =
                line.trailingAmounts(least: 2, acceptsIntegers: false) != nil
                || line.words.count == 1 && line.trailingAmounts(least: 1, acceptsIntegers: false) != nil
            guard isRow else {
                sentences.append(line)
                if sentences.count > Self.mostSentences { close() }
                return
            }
            open?.lines += sentences
            sentences = []
        }
        open?.lines.append(line)
        if let page = line.page, open?.pages.last != page { open?.pages.append(page) }
    }

    private static func isNote(_ line: FlowLine) -> Bool {
        ["注：", "注:", "备注：", "备注:", "说明：", "说明:"].contains { line.scalars.starts(with: $0.unicodeScalars) }
    }

    private static func isSentence(_ line: FlowLine) -> Bool {
        line.scalars.contains("。") && line.trailingAmounts(least: 1, acceptsIntegers: false) == nil
    }

    /// Whether a line is the heading of a part of the document.
    private static func isPart(_ line: FlowLine) -> Bool {
        if line.scalars.first == "第", line.scalars.count <= 24, line.scalars.range(ofScalars: part) != nil {
            return true
        }
        return line.scalars.count <= 24 && endings.contains { line.scalars.ends(with: $0) }
    }

    private static let part = Array("部分".unicodeScalars)
    private static let endings = ["名词解释", "情况说明"].map { Array($0.unicodeScalars) }
}
