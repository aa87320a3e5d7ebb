import BudgetRelease
import PageContent

/// What stands above a table: its title, who made it, its money unit.
struct Headline {
    var title = ""
    var issuer: String?
    var unit: MoneyUnit?
    /// Lines above the table that say none of this.
    var isBareContinuation = true

    /// Labels that an issuer is printed behind, with either colon.
    private static let issuerLabels = [
        "预算主管部门", "部门（单位）", "部门(单位)", "单位（部门）", "部门名称", "编制部门", "编制单位", "公开部门", "公开单位", "填报单位", "填报部门", "预算单位", "预算部门",
        "单位名称", "部门",
    ].flatMap { label in ["：", ":"].map { Array((label + $0).unicodeScalars) } }
    /// What may follow an issuer's name on its line.
    private static let issuerEnds = [
        "金额单位", "货币单位", "计量单位", "（单位", "(单位", "单位：", "单位:", "公开", "日期", "填报", "（盖章）", "(盖章)",
    ].map {
        Array($0.unicodeScalars)
    }

    /// An issuer's name that wraps leaves no more than this for its second line.
    private static let longestWrap = 12
    /// A line between a title and its table is no longer.
    private static let longestAside = 24

    /// Whether no line stands above the table, or none that says anything of it.
    var saysNothing: Bool { isBareContinuation && title.isEmpty && issuer == nil && unit == nil }

    init() {}

    init(title: String, issuer: String?, unit: MoneyUnit?) {
        self.title = title
        self.issuer = issuer
        self.unit = unit
    }

    /// Reads the lines above a table, the nearest one last.
    ///
    /// - Parameter weight: how well a line fits as the title of a known form; other lines count as one by their look.
    init(lines: [String], weight: ([Unicode.Scalar]) -> Int) {
        var compacts = lines.map { $0.unicodeScalars.filter { !$0.isSpace } }.map(Array.init).filter {
            !$0.isEmpty && !PageFurniture.isPageNumber($0)
        }
        Self.joinWrappedUnits(in: &compacts)
        var title: [Unicode.Scalar] = []
        var wrapped: [Unicode.Scalar] = []
        for (index, line) in compacts.enumerated().reversed() {
            if !wrapped.isEmpty, let name = Self.issuer(in: line) {
                issuer = name + String(scalars: wrapped)
                wrapped = []
                continue
            }
            if wrapped.isEmpty, line.count <= Self.longestWrap, !Self.looksLikeTitle(line), !read(label: line),
                compacts[max(0, index - 2)..<index].contains(where: { Self.issuer(in: $0) != nil })
            {
                wrapped = line
                continue
            }
            if wrapped.isEmpty, index > 0, let begun = Self.issuer(in: compacts[index - 1]),
                !TitleKey.endsAsOffice(begun.unicodeScalars), let rest = Self.wrapBesideUnit(line)
            {
                unit = unit ?? MoneyUnit(in: line)
                wrapped = rest
                continue
            }
            if let titled = Self.titleBesideUnit(line, weight: weight) {
                unit = unit ?? MoneyUnit(in: line)
                title = titled
                isBareContinuation = false
                break
            }
            if read(label: line) || PageFurniture.isTableNumber(line) || PageFurniture.isYear(line)
                || Self.isDate(line)
            {
                continue
            }
            isBareContinuation = false
            let above = index > 0 ? compacts[index - 1] : []
            // A line behind a table's number that is no title yet goes on with the next one, whatever that is by itself.
            let isBegun =
                TitleKey.isNumbered(above) && !TitleKey.isNumbered(line) && !Self.looksLikeTitle(above)
                && !TitleKey.endsAsOffice(above)
            if !above.isEmpty, Self.looksLikeTitle(above + line),
                weight(above + line) > (isBegun ? 0 : max(weight(line), weight(above)))
            {
                title = above + line
            } else if Self.looksLikeTitle(line) || (line.count <= 60 && weight(line) > 0) {
                title = line
            } else if line.count <= Self.longestAside, !line.contains("。"),
                let known = compacts[max(0, index - 2)..<index].last(where: {
                    Self.looksLikeTitle($0) && weight($0) > 0
                })
            {
                // A short line may stand between a title and its table.
                title = known
            }
            // What stands above the title belongs to the page, not to the table.
            break
        }
        for suffix in Self.continuations where title.ends(with: suffix) { title.removeLast(suffix.count) }
        self.title = String(scalars: title)
    }

    /// Takes the 元 of `单位：万元` back to its line where it wrapped onto the next one, behind what stands there.
    private static func joinWrappedUnits(in lines: inout [[Unicode.Scalar]]) {
        for index in lines.indices.dropLast()
        where wrappedUnits.contains(where: lines[index].ends) && lines[index + 1].last == "元" {
            lines[index].append(lines[index + 1].removeLast())
        }
        lines.removeAll(where: \.isEmpty)
    }

    private static let wrappedUnits = ["单位：万", "单位:万"].map { Array($0.unicodeScalars) }

    /// What closes a title that a page prints again.
    private static let continuations = ["（续）", "(续)", "（续表）", "(续表)", "续表"].map { Array($0.unicodeScalars) }

    /// A title that carries its unit: `支出预算总表（单位：万元）`, `支出预算总表 单位：万元`.
    private static func titleBesideUnit(
        _ line: [Unicode.Scalar], weight: ([Unicode.Scalar]) -> Int
    ) -> [Unicode.Scalar]? {
        guard var title = front(ofUnitIn: line) else { return nil }
        let isEnclosed = title.last == "（" || title.last == "("
        if isEnclosed { title.removeLast() }
        return looksLikeTitle(title) && (isEnclosed || weight(Array(title)) > 0) ? Array(title) : nil
    }

    /// What stands in front of `单位：万元` or `金额单位：万元` on its line; nil where there is no unit.
    private static func front(ofUnitIn line: [Unicode.Scalar]) -> ArraySlice<Unicode.Scalar>? {
        guard MoneyUnit(in: line) != nil, let word = line.range(ofScalars: MoneyUnit.word) else { return nil }
        let front = line[..<word.lowerBound]
        return front.ends(with: "金额".unicodeScalars) ? front.dropLast(2) : front
    }

    /// What stands in front of the unit on its line where that is the end of a name alone: `院 单位：万元`.
    private static func wrapBesideUnit(_ line: [Unicode.Scalar]) -> [Unicode.Scalar]? {
        guard let rest = front(ofUnitIn: line) else { return nil }
        let isName =
            (1...longestWrap).contains(rest.count) && TitleKey.endsAsOffice(rest)
            && !rest.contains { $0 == "：" || $0 == ":" || $0 == "（" || $0.isDigit }
        return isName ? Array(rest) : nil
    }

    private static func isDate(_ line: [Unicode.Scalar]) -> Bool {
        line.count <= 24 && dateLabels.contains { line.range(ofScalars: $0) != nil }
    }

    private static let dateLabels = ["日期：", "日期:"].map { Array($0.unicodeScalars) }

    /// Takes up a line of labels; false for any other line.
    mutating func read(label compact: String) -> Bool { read(label: Array(compact.unicodeScalars)) }

    mutating func read(label compact: [Unicode.Scalar]) -> Bool {
        var taken = false
        if let found = MoneyUnit(in: compact) {
            unit = unit ?? found
            taken = true
        }
        if let found = Self.issuer(in: compact) {
            issuer = issuer ?? found
            taken = true
        }
        return taken
    }

    /// The name behind an issuer's label, up to the next label.
    static func issuer(in compact: String) -> String? { issuer(in: Array(compact.unicodeScalars)) }

    static func issuer(in compact: [Unicode.Scalar]) -> String? {
        // A label begins within the first characters of its line; most lines have no colon so early.
        guard compact.prefix(14).contains(where: { $0 == "：" || $0 == ":" }) else { return nil }
        for label in issuerLabels {
            guard let found = compact.range(ofScalars: label), found.lowerBound <= 6 else { continue }
            var rest = compact[found.upperBound...]
            for end in issuerEnds {
                if let range = rest.range(ofScalars: end) { rest = rest[..<range.lowerBound] }
            }
            return rest.isEmpty ? nil : String(scalars: rest)
        }
        return nil
    }

    /// A short line without a sentence in it that ends as titles of tables do.
    static func looksLikeTitle(_ compact: String) -> Bool { looksLikeTitle(compact.unicodeScalars) }

    static func looksLikeTitle(_ compact: some BidirectionalCollection<Unicode.Scalar>) -> Bool {
        endsAsTitle(compact) && compact.count <= 60 && !compact.contains("。") && !compact.contains("…")
            && Array(compact).range(ofScalars: leader) == nil
    }

    /// Whether a text ends with 表, an addition in parentheses and what is dropped for comparing left aside.
    private static func endsAsTitle(_ text: some BidirectionalCollection<Unicode.Scalar>) -> Bool {
        func last(of text: some BidirectionalCollection<Unicode.Scalar>) -> Unicode.Scalar? {
            text.reversed().lazy.compactMap(CompactText.comparable).first
        }
        guard last(of: text) == ")" else { return last(of: text) == "表" }
        guard let open = text.lastIndex(where: { CompactText.comparable($0) == "(" }) else { return false }
        return last(of: text[..<open]) == "表"
    }

    private static let leader = Array("....".unicodeScalars)
}

/// What a page carries besides its content.
enum PageFurniture {
    /// `3`, `- 3 -`, `—3—`, `第3页`, `第 1 页，共 6 页`, `3/12`; and `一3一`, as dashes are read from pictures.
    static func isPageNumber(_ line: String) -> Bool { isPageNumber(line.unicodeScalars) }

    static func isPageNumber(_ line: some Collection<Unicode.Scalar>) -> Bool {
        guard let first = line.lazy.compactMap(CompactText.comparable).first,
            first == "第" || first.isPageMark || first.isStroke
        else { return false }
        let folded = CompactText.foldedScalars(line)
        if first.isStroke {
            let inner = folded.drop(while: \.isStroke)
            let digits = inner.prefix(while: \.isDigit)
            let end = inner.dropFirst(digits.count)
            return (1...4).contains(digits.count) && (1...2).contains(end.count)
                && end.allSatisfy { $0.isStroke || $0.isPageMark }
        }
        guard folded.count <= 16, folded.contains(where: \.isDigit) else { return false }
        if first == "第" {
            return folded.count > 1 && folded[1].isDigit
                && folded.allSatisfy { $0.isDigit || "第页共总,/".unicodeScalars.contains($0) }
        }
        return folded.count <= 9 && folded.allSatisfy(\.isPageMark)
    }

    /// `公开01表`, `附表三`, `表1-2`.
    static func isTableNumber(_ line: some Collection<Unicode.Scalar>) -> Bool {
        guard line.contains("表") else { return false }
        let folded = CompactText.foldedScalars(line)
        return folded.count <= 12 && folded.allSatisfy(tableNumberCharacters.contains)
            && folded.contains(where: numerals.contains)
    }

    private static let numerals = Set("0123456789一二三四五六七八九十".unicodeScalars)
    private static let tableNumberCharacters = numerals.union("公开附件表部门单位预算决算-.:()".unicodeScalars)

    /// `（2023年度）`, `2023年`.
    static func isYear(_ line: some Collection<Unicode.Scalar>) -> Bool {
        guard line.contains(where: { CompactText.comparable($0) == "年" }) else { return false }
        let core = CompactText.foldedScalars(line).filter { !"()年度".unicodeScalars.contains($0) }
        return core.count == 4 && core.allSatisfy(\.isNumeral)
    }
}

extension Unicode.Scalar {
    /// An ideograph of level strokes, as which dashes are read from pictures.
    fileprivate var isStroke: Bool { self == "一" || self == "二" }

    /// A digit or what is printed beside a page's number.
    fileprivate var isPageMark: Bool {
        switch self {
        case "-", "—", "–", "·", "/", "~": true
        default: isDigit
        }
    }
}
