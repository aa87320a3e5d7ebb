import BudgetRelease
import Foundation

/// The performance goals of an invented district, and dumps of them in the ways of several extractors.
struct InventedRelease {
    struct Row {
        var kind: Line.Kind
        var name: String
        var hundredths: Int
        var goal: String?
        var indicators: [(level3: String, cycle: String, annual: String)] = []

        var amount: String {
            let whole = String(hundredths / 100)
            let grouped = whole.count > 3 ? whole.dropLast(3) + "," + whole.suffix(3) : Substring(whole)
            return grouped + String(format: ".%02d", hundredths % 100)
        }

        var packed: String {
            indicators.enumerated().map { index, indicator in
                "\(index + 1)、1-产出指标；11-数量指标；\(indicator.level3)；实施周期指标值:\(indicator.cycle)；"
                    + "年度指标值:\(indicator.annual)。"
            }.joined()
        }

        func matches(_ line: Line) -> Bool {
            let value = Decimal(sign: .plus, exponent: -2, significand: Decimal(hundredths))
            return line.kind == kind && line.name == name && line.goal == goal
                && line.amounts["total"] == .some(.some(value))
                && line.amounts["fiscal_appropriation"] == .some(.some(value))
                && line.indicators.count == indicators.count
                && zip(line.indicators, indicators).allSatisfy { read, known in
                    read.level3 == known.level3 && read.cycleTarget == known.cycle
                        && read.annualTarget == known.annual
                }
        }
    }

    enum Dump: CaseIterable {
        /// Cells one after another, as PDFBox and `pdftotext -raw` give them.
        case contentOrder
        /// Every cell on lines of its own, as PyMuPDF and mutool give them.
        case cellALine
        /// Columns kept side by side, as `pdftotext -layout` gives them.
        case layout
    }

    let rows: [Row]

    init() {
        let works = ["河道巡查", "社区阅览室开放", "消防器材更新", "退役军人走访慰问", "老旧小区楼道照明改造维护及日常巡检", "垃圾分类宣传", "图书采购"]
        let aims = [
            "组织沿河各社区开展日常巡查，及时清理漂浮物，保持河面整洁。", "保障阅览室每周开放六天", "为辖区内的重点场所配备消防器材，定期检查维护，消除安全隐患，保障居民生命财产安全。",
            "节日期间走访慰问，发放慰问金。", "改造照明设施，方便居民夜间出行；每月巡检一次，损坏的及时更换。从而改善居住环境。", "开展宣传活动，提高居民参与度。",
        ]
        var units: [[Row]] = []
        for (unit, name) in ["云岭市青禾区河畔街道办事处", "云岭市青禾区河畔街道社区服务中心"].enumerated() {
            var projects: [Row] = []
            for project in 0..<(unit == 0 ? 7 : 4) {
                let number = unit * 7 + project
                projects.append(
                    Row(
                        kind: .project, name: works[project % works.count] + (unit == 0 ? "经费" : "工作专项经费（含委托服务）"),
                        hundredths: 1_250 + number * 10_307, goal: aims[number % aims.count],
                        indicators: (0...(number % 3)).map { index in
                            (
                                "完成\(works[(number + index) % works.count])次数",
                                index == 1 ? "不少于\(number + 3)次，质量合格。" : "达标",
                                index == 2 ? "≥\(80 + number)%" : "\(number + 2)次"
                            )
                        }))
            }
            let sum = projects.reduce(0) { $0 + $1.hundredths }
            units.append([Row(kind: .spendingUnit, name: name, hundredths: sum)] + projects)
        }
        let total = units.reduce(0) { $0 + $1[0].hundredths }
        rows = [Row(kind: .grandTotal, name: "合计", hundredths: total)] + units.joined()
    }

    private static let title = "项目支出绩效目标表（含转移支付项目）"
    private static let labels = "部门名称：云岭市青禾区河畔街道办事处 单位：万元"
    private static let headings = ["项目名称（资金使用单位）", "总计", "财政拨款", "财政专户拨款", "其他资金", "绩效目标", "绩效指标"]
    private static let rowsOnPage = 5

    func text(_ dump: Dump) -> String {
        let pages = stride(from: 0, to: rows.count, by: Self.rowsOnPage).map { start in
            Array(rows[start..<min(start + Self.rowsOnPage, rows.count)])
        }
        return pages.map { rows in
            var lines = [Self.title, Self.labels]
            switch dump {
            case .contentOrder:
                lines.append(Self.headings.joined(separator: " "))
                for row in rows { lines += Self.contentOrder(row) }
            case .cellALine:
                lines += Self.headings
                for row in rows {
                    lines += Self.wrapped(row.name, 14) + [row.amount, row.amount]
                    lines += Self.wrapped(row.goal ?? "", 26) + Self.wrapped(row.packed, 34)
                }
            case .layout:
                lines.append(Self.columns(Self.headings))
                for row in rows { lines += [""] + Self.layout(row) }
            }
            return lines.joined(separator: "\n") + "\n"
        }.joined(separator: "\u{0C}")
    }

    private static func contentOrder(_ row: Row) -> [String] {
        var name = wrapped(row.name, 14)
        name[name.count - 1] += " \(row.amount) \(row.amount)"
        return name + wrapped(row.goal ?? "", 26) + wrapped(row.packed, 34)
    }

    /// The cells of a row side by side, each in the middle of the row's height.
    private static func layout(_ row: Row) -> [String] {
        let cells = [
            wrapped(row.name, 14), [row.amount], [row.amount], [], [], wrapped(row.goal ?? "", 26),
            wrapped(row.packed, 34),
        ]
        let height = cells.map(\.count).max() ?? 1
        return (0..<height).map { line in
            columns(
                cells.map { cell in
                    let index = line - (height - cell.count) / 2
                    return cell.indices.contains(index) ? cell[index] : ""
                })
        }
    }

    /// Pads by characters, as poppler does.
    private static func columns(_ cells: [String]) -> String {
        let starts = [0, 18, 32, 46, 56, 66, 96]
        var line = ""
        for (cell, start) in zip(cells, starts) where !cell.isEmpty {
            line += String(repeating: " ", count: max(0, start - line.count)) + cell
        }
        return line
    }

    private static func wrapped(_ text: String, _ width: Int) -> [String] {
        let characters = Array(text)
        return stride(from: 0, to: characters.count, by: width).map {
            String(characters[$0..<min($0 + width, characters.count)])
        }
    }
}
