import PageContent

/// Pages drawn by a list of commands of four bytes: what, x, y and an argument.
///
/// | byte 0 | draws |
/// | --- | --- |
/// | 0 … 127 | word number `byte % words.count` at (x, y), in characters `argument / 8` points wide |
/// | 128 … 175 | a horizontal rule from (x, y), `argument` units long |
/// | 176 … 223 | a vertical rule from (x, y), `argument` units long |
/// | 224 … 239 | the character with the code x · 65,536 + y · 256 + `argument`, at the place of the last word |
/// | 240 … 247 | nothing, and the scale of what follows: 2, 4, 1/8, 1,000, -2, 10^6 or 0 points a unit |
/// | 248 … 255 | a new page |
struct PageScript {
    private(set) var pages: [Page] = []
    private var page = Page(number: 1, width: 595, height: 842)
    private var scale = 4.0
    private var last = Rect(x0: 0, y0: 0, x1: 8, y1: 8)

    private static let scales = [2, 4, 0.125, 1_000, -2, 1_000_000, 0]
    private static let mostPages = 8

    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        var index = 0
        while index + 3 < bytes.count, pages.count < Self.mostPages {
            draw(bytes[index], Double(bytes[index + 1]), Double(bytes[index + 2]), bytes[index + 3])
            index += 4
        }
        pages.append(page)
    }

    private mutating func draw(_ command: UInt8, _ x: Double, _ y: Double, _ argument: UInt8) {
        let (left, top) = (x * scale, y * scale)
        let length = Double(argument) * scale
        switch command {
        case ..<128:
            write(Self.words[Int(command) % Self.words.count], left, top, width: max(1, Double(argument) / 8))
        case ..<176:
            page.rules.append(
                Rule(axis: .horizontal, position: top, start: min(left, left + length), end: max(left, left + length)))
        case ..<224:
            page.rules.append(
                Rule(axis: .vertical, position: left, start: min(top, top + length), end: max(top, top + length)))
        case ..<240:
            let code = UInt32(x) << 16 | UInt32(y) << 8 | UInt32(argument)
            guard let scalar = Unicode.Scalar(code), code > 0x20 else { return }
            page.glyphs.append(Glyph(scalar: scalar, box: last))
        case ..<248:
            scale = Self.scales[Int(command) % Self.scales.count]
        default:
            pages.append(page)
            page = Page(number: pages.count + 1, width: 595, height: 842)
        }
    }

    private mutating func write(_ word: String, _ x: Double, _ y: Double, width: Double) {
        for (index, scalar) in word.unicodeScalars.enumerated() {
            let x0 = x + Double(index) * width
            last = Rect(x0: x0, y0: y, x1: x0 + width, y1: y + width * 1.2)
            page.glyphs.append(Glyph(scalar: scalar, box: last))
        }
    }

    /// New words go to the end: the corpus counts them.
    private static let words = [
        "项目支出绩效目标表", "部门收支总表", "一般公共预算支出功能分类预算表", "政府采购预算表", "“三公”经费预算表",
        "项目名称", "项目名称（资金使用单位）", "总计", "合计", "财政拨款", "财政专户拨款", "其他资金", "绩效目标", "绩效指标",
        "功能分类科目编码", "功能分类科目名称", "类", "款", "项", "基本支出", "项目支出", "收入", "支出", "预算数", "单位：万元",
        "单位：元", "部门名称：云岭市青禾区河畔街道办事处", "云岭市青禾区河畔街道办事处", "河道巡查经费", "社区阅览室开放经费",
        "201", "20103", "2010301", "01", "03", "一般公共服务支出", "社会保障和就业支出", "1.00", "10.50", "-3.20",
        "1,234,567.89", "0.00", "100%", "5.28", "1、1-产出指标；11-数量指标；巡查里程；实施周期指标值:1次；年度指标值:1次",
        "2、2-效益指标；21-社会效益指标；", "一、", "二、", "（一）", "目录", "……", "12", "第1页", "2024年部门预算", "本年收入合计",
        "本年支出合计", "上年结转", "1", "2", "其中：", "政府性基金预算支出", "—", "备注", "数量指标", "指标值", "≥95",
    ]
}
