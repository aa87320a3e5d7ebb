import PageContent

/// Proposes tables from their headings downward, whatever rules are drawn: none, horizontal ones, vertical ones, bands
/// or boxes.
///
/// Lines with known headings begin a table; what stands below them up to the next title, note or paragraph is its body.
/// A page may go on at its top with the rows of the table on the page before, in that table's columns.
struct OpenTable {
    private let page: Page
    private let isFigure: FigureTest
    private let isHeading: HeadingTest
    private let isTitle: TitleTest
    private let isPageNumber: TitleTest
    private let rules: [Rule]
    /// Between the first two of several rules of one length a header stands, whatever it says.
    private let firstBands: [ClosedRange<Double>]

    init(
        page: Page, isFigure: @escaping FigureTest, isHeading: @escaping HeadingTest, isTitle: @escaping TitleTest,
        isPageNumber: @escaping TitleTest
    ) {
        self.page = page
        self.isFigure = isFigure
        self.isHeading = isHeading
        self.isTitle = isTitle
        self.isPageNumber = isPageNumber
        rules = page.rules.filter { $0.length > 6 }
        firstBands = Self.firstBands(of: rules, width: page.width)
    }

    /// What a line is to a table.
    private enum Role {
        case title, label, paragraph, note, furniture, heading, body

        var isInTable: Bool { self == .body || self == .heading }

        mutating func endsTable() { if self == .body { self = .paragraph } }
    }

    /// What a page has of tables without all their rules.
    struct Found {
        /// From top to bottom.
        var blocks: [TableBlock] = []
        /// The lines that stand in none of them.
        var rest: [TextLine] = []
        /// The lines of the last block's header, which has no row on the page.
        var cutHeader: [TextLine] = []
        /// Whether the first block has the header that the page before begins.
        var takesCutHeader = false
    }

    /// - Parameters:
    ///   - ruled: tables that were found by their rules.
    ///   - continued: the columns of a table that may go on at the top of the page.
    ///   - cutHeader: the first lines of a header that goes on at the top of the page.
    func find(
        in lines: [TextLine], besides ruled: [Rect], continuing continued: [Double]?, below cutHeader: [TextLine]
    ) -> Found {
        let lines = Self.moved(cutHeader, above: lines) + lines
        let walls = rules.filter { $0.axis == .vertical }
        let strips = Strip.aligned(
            lines.map { Strip($0, walls: walls, isFigure: isFigure, isHeading: isHeading) }, isFigure: isFigure)
        var roles = zip(lines, strips).map(role)
        for index in strips.indices.dropFirst() {
            let (above, below) = (strips[index - 1].box.midY, strips[index].box.midY)
            // What stands beyond another table is of another table too.
            if ruled.contains(where: { $0.y0 > above && $0.y1 < below }) { roles[index - 1].endsTable() }
        }
        for index in strips.indices.dropFirst().dropLast() where roles[index] == .furniture {
            // A number between lines of a table counts no page.
            let isAmid = distance(index - 1, strips) < 1.8 * em(strips[index]) && distance(index, strips) < 30
            if isAmid, strips[index].hasFigure { roles[index] = .body }
        }
        if continued == nil { headFirstBands(strips, &roles) }
        headFoot(strips, besides: ruled, &roles)
        var found = Found()
        var taken: Set<Int> = []
        var index = 0
        var start = 0
        if cutHeader.isEmpty, let continued, let lead = leadingRows(strips, roles),
            let block = continuation(Array(strips[lead]), in: continued)
        {
            found.blocks.append(block)
            taken.formUnion(lead)
            index = lead.upperBound
            start = index
        }
        while index < strips.count {
            guard roles[index] == .heading else {
                if roles[index] != .body { start = index + 1 }
                index += 1
                continue
            }
            let header = headerRange(from: index, least: start, strips, roles)
            let end = bodyEnd(from: header.upperBound, strips, roles)
            // A header alone stands below its title, with its rows on the next page.
            let isBegun =
                header.upperBound < end || (header.lowerBound > 0 && roles[header.lowerBound - 1] != .paragraph)
            if isBegun, let block = block(header: Array(strips[header]), body: Array(strips[header.upperBound..<end])) {
                found.blocks.append(block)
                taken.formUnion(header.lowerBound..<end)
                if header.lowerBound == 0, !cutHeader.isEmpty { found.takesCutHeader = true }
                let isLast = !roles[end...].contains { $0 == .heading || $0 == .title || $0 == .label }
                found.cutHeader = header.upperBound == end && isLast ? Array(lines[header]) : []
            }
            index = max(end, header.upperBound)
            start = index
        }
        found.rest = lines.indices.dropFirst(cutHeader.count).filter { !taken.contains($0) }.map { lines[$0] }
        return found
    }

    /// The first lines of a header as if they stood right above the lines of the next page.
    private static func moved(_ header: [TextLine], above lines: [TextLine]) -> [TextLine] {
        guard let last = header.last, let first = lines.first else { return header }
        let distance = first.box.midY - 1.7 * max(last.em, 6) - last.box.midY
        return header.map { $0.moved(y: distance) }
    }

    /// The rows at the top of the page, before any heading or title; without a line that stands apart above them.
    private func leadingRows(_ strips: [Strip], _ roles: [Role]) -> Range<Int>? {
        var end = 0
        // Two words may be names of a row; a header that is printed again has more, or is found among the rows.
        while end < strips.count, roles[end] == .body || (roles[end] == .heading && strips[end].pieces.count < 3) {
            end += 1
        }
        if end < strips.count, roles[end] == .heading {
            // The header's own first lines.
            while end > 0, !strips[end - 1].hasFigure { end -= 1 }
        }
        var start = 0
        while start < end, !strips[start].hasFigure, start + 1 < strips.count,
            distance(start, strips) > 2.5 * em(strips[start])
        {
            start += 1
        }
        let last = bodyEnd(from: start, strips, Array(roles[..<end]))
        return start < last ? start..<last : nil
    }

    /// Words between the first rules of a table whose headings nobody knows.
    private func headFirstBands(_ strips: [Strip], _ roles: inout [Role]) {
        for index in strips.indices where roles[index] == .body && strips[index].pieces.count > 1 {
            let strip = strips[index]
            guard strip.isWords, !strip.pieces.contains(where: { $0.ordinal != nil }),
                firstBands.contains(where: { $0.contains(strip.box.midY) }),
                !roles[index...].prefix(Self.deepestHeader).prefix(while: \.isInTable).contains(.heading)
            else { continue }
            roles[index] = .heading
        }
    }

    /// Words that a page ends with below a title and its labels: a header that goes on on the next page.
    private func headFoot(_ strips: [Strip], besides ruled: [Rect], _ roles: inout [Role]) {
        let end = roles.lastIndex { $0 != .furniture }.map { $0 + 1 } ?? 0
        // A table stands below.
        guard end > 0, !ruled.contains(where: { $0.y0 > strips[end - 1].box.midY }) else { return }
        guard let last = roles[..<end].lastIndex(where: { !$0.isInTable }),
            roles[last] == .label,
            roles[..<last].suffix(3).contains(.title)
        else { return }
        let foot = strips[(last + 1)..<end]
        guard (1...4).contains(foot.count), foot.allSatisfy(\.isWords),
            !foot.contains(where: { $0.pieces.contains { $0.text.contains { "：:".unicodeScalars.contains($0) } } }),
            foot.contains(where: { $0.pieces.count > 1 }),
            !roles[(last + 1)..<end].contains(.heading)
        else { return }
        roles[last + 1] = .heading
    }

    /// Lines of a header.
    private static let deepestHeader = 8

    private static func firstBands(of rules: [Rule], width: Double) -> [ClosedRange<Double>] {
        let long = rules.filter { $0.axis == .horizontal && $0.length > 0.4 * width }.sorted {
            $0.position < $1.position
        }
        var bands: [ClosedRange<Double>] = []
        var ladder: [Rule] = []
        for rule in long {
            if let last = ladder.last {
                if rule.position - last.position < 2 { continue }
                let goesOn =
                    abs(rule.start - last.start) < 2 && abs(rule.end - last.end) < 2
                    && rule.position - last.position < farthestRule
                if !goesOn { ladder = [] }
            }
            ladder.append(rule)
            if ladder.count == 3 { bands.append(ladder[0].position...ladder[1].position) }
        }
        return bands
    }

    /// Rules of one table stand no farther apart, in points.
    private static let farthestRule = 90.0

    // MARK: Roles

    private func role(of line: TextLine, as strip: Strip) -> Role {
        let text = line.scalars
        if isTitle(text) { return .title }
        if isPageNumber(text) { return .furniture }
        if isNote(text) { return .note }
        let known = strip.pieces.count { isHeading(Array($0.text)) }
        if known > 1, !strip.hasSum, known * 2 >= strip.pieces.count { return .heading }
        if strip.isLabels(on: page) { return .label }
        if strip.pieces.contains(where: { isSentence($0) }) { return .paragraph }
        return .body
    }

    private func isSentence(_ piece: Piece) -> Bool {
        piece.box.width > page.width * 0.45 && piece.text.contains { "，。；".unicodeScalars.contains($0) }
    }

    private func isNote(_ text: GlyphText) -> Bool {
        Self.notes.contains { text.starts(with: $0) }
    }

    private static let notes = ["注：", "注:", "说明：", "说明:", "备注：", "备注:"].map { Array($0.unicodeScalars) }

    // MARK: Extent

    /// The lines of a header around one of them: those above that are no figures, those below that hold headings or go on
    /// with one.
    private func headerRange(from index: Int, least: Int, _ strips: [Strip], _ roles: [Role]) -> Range<Int> {
        var start = index
        while start > least, roles[start - 1] == .body || roles[start - 1] == .heading, !strips[start - 1].hasFigure,
            distance(start - 1, strips) < 3.2 * em(strips[index])
        {
            start -= 1
        }
        var end = index + 1
        while end < strips.count, roles[end] == .body || roles[end] == .heading, !strips[end].hasFigure,
            distance(end - 1, strips) < 3.2 * em(strips[index])
        {
            let goesOn = strips[end].pieces.allSatisfy { piece in
                isHeading(Array(piece.text)) || wraps(piece, below: strips[start..<end])
            }
            guard roles[end] == .heading || goesOn else { break }
            end += 1
        }
        // The total of an empty table is a heading too.
        if end > index + 1, end == strips.count || (roles[end] != .body && roles[end] != .heading),
            strips[end - 1].pieces.allSatisfy({ OpenBlock.isTotal($0) || $0.kind == .dash })
        {
            end -= 1
        }
        return start..<end
    }

    /// Whether a text goes on with a heading right above it.
    private func wraps(_ piece: Piece, below strips: ArraySlice<Strip>) -> Bool {
        strips.suffix(3).contains { strip in
            strip.pieces.contains {
                piece.box.midY - $0.box.midY < 1.5 * max(piece.line.em, 4) && abs($0.box.midX - piece.box.midX) < 3
            }
        }
    }

    private func bodyEnd(from start: Int, _ strips: [Strip], _ roles: [Role]) -> Int {
        var end = start
        var widest = 0.0
        // Sentences in a table stand beside its first column, and may have colons as labels do.
        let first = start > 0 ? strips[start - 1].pieces.map(\.box.x1).min() ?? 0 : 0
        func isInTable(_ index: Int) -> Bool {
            switch roles[index] {
            case .body, .heading: true
            case .paragraph, .label:
                start > 0 && (strips[index].pieces.count > 2 || strips[index].box.x0 > first)
                    && roles[index - 1] != .title && !roles[(index + 1)...].prefix(4).contains(.heading)
            case .title, .note, .furniture: false
            }
        }
        while end < roles.count, isInTable(end) {
            if end > start {
                let distance = distance(end - 1, strips)
                // A line far below the rows, as a page's number.
                let isBeside = strips[end].box.x0 > first && distance < Self.tallestPadding
                if widest > 0, distance > max(2.2 * widest, 30), !strips[end].hasSum, !isBeside { break }
                // Names of rows may be headings elsewhere; a header stands apart and has more of them.
                if roles[end] == .heading, strips[end].pieces.count > 2, distance > 1.5 * max(widest, em(strips[end])) {
                    break
                }
                widest = max(widest, distance)
            }
            end += 1
        }
        return end
    }

    /// White space between two texts of a table, in points: long texts beside short ones leave much.
    private static let tallestPadding = 100.0

    private func distance(_ index: Int, _ strips: [Strip]) -> Double {
        strips[index + 1].box.midY - strips[index].box.midY
    }

    private func em(_ strip: Strip) -> Double { max(strip.pieces.map { $0.line.em }.max() ?? 0, 6) }

    /// How far the middle of the outermost column may stand off its texts, in points.
    private static let widestMargin = 40.0

    // MARK: Blocks

    private func block(header: [Strip], body: [Strip]) -> TableBlock? {
        guard let top = header.first?.box.y0 else { return nil }
        let bottom = (body.last ?? header.last)?.box.y1 ?? top
        let outer = outer(header + body, top: top, bottom: bottom)
        guard
            let tree = HeadingTree(
                header: header, body: body, rules: rules, outer: outer, isHeading: isHeading)
        else { return nil }
        var assembly = OpenBlock(page: page, edges: tree.edges, isFigure: isFigure)
        assembly.add(tree, top: top, bottom: body.first?.box.y0 ?? bottom)
        assembly.add(OpenRows(strips: body, edges: tree.edges, rules: rules, shades: page.shades))
        return assembly.block
    }

    /// Rows at the top of a page in the columns of a table on the page before; nil where their texts cross borders.
    private func continuation(_ body: [Strip], in edges: [Double]) -> TableBlock? {
        let isTabular = body.contains { $0.hasFigure || $0.pieces.contains { $0.kind == .dash } }
        guard isTabular, edges.count > 2 else { return nil }
        let pieces = body.flatMap(\.pieces)
        let crossing = pieces.count { piece in
            edges.contains { $0 > piece.box.x0 + 2 && $0 < piece.box.x1 - 2 }
        }
        guard crossing * 20 <= pieces.count, pieces.allSatisfy({ $0.box.midX > edges[0] - 6 }) else { return nil }
        var assembly = OpenBlock(page: page, edges: edges, isFigure: isFigure)
        assembly.add(OpenRows(strips: body, edges: edges, rules: rules, shades: page.shades))
        return assembly.block
    }

    /// Where a table begins and ends: as its rules do, or as its texts.
    private func outer(_ strips: [Strip], top: Double, bottom: Double) -> ColumnEdges.Outer {
        let left = strips.map(\.box.x0).min() ?? 0
        let right = strips.map(\.box.x1).max() ?? page.width
        let long = rules.filter {
            $0.axis == .horizontal && $0.position > top - 12 && $0.position < bottom + 12
                && $0.length > 0.7 * (right - left)
        }
        if let start = long.map(\.start).min(), let end = long.map(\.end).max() {
            let (start, end) = (min(left, start), max(right, end))
            return ColumnEdges.Outer(left: start...start, right: end...end)
        }
        return ColumnEdges.Outer(left: left - Self.widestMargin...left, right: right...right + Self.widestMargin)
    }
}

extension Strip {
    /// Whether it holds labels over a table: one at each side, or one at the right.
    func isLabels(on page: Page) -> Bool {
        let labels = pieces.filter { piece in
            piece.isWord && piece.text.dropLast().contains { $0 == "：" || $0 == ":" }
                && !piece.text.contains { "；，。".unicodeScalars.contains($0) }
        }
        guard let last = labels.last else { return false }
        return pieces.count <= 4 && last.box.x0 > page.width * 0.4 && last.box.width < page.width * 0.35
    }
}
