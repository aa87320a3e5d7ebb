import PageContent

/// What stands above a table: its title, who made it, its money unit.
struct Headline {
    var title = ""
    var issuer: String?
    var unit: MoneyUnit?

    /// Labels that an issuer is printed behind.
    private static let issuerLabels = [
        "部门名称", "编制部门", "编制单位", "公开部门", "填报单位", "填报部门", "预算单位", "单位名称", "部门",
    ]

    /// Reads the lines above a table, the nearest one last.
    ///
    /// - Parameter isTitle: whether a line is a known title; other lines count as one by their look.
    init(lines: [String], isKnownTitle: (String) -> Bool) {
        for line in lines.reversed() {
            let compact = CompactText.compact(line)
            guard !compact.isEmpty, !PageFurniture.isPageNumber(compact) else { continue }
            if read(label: compact) { continue }
            if isKnownTitle(compact) || Self.looksLikeTitle(compact) {
                title = compact
            }
            // What stands above the title belongs to the page, not to the table.
            break
        }
    }

    /// Takes up a line of labels; false for any other line.
    mutating func read(label compact: String) -> Bool {
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
    static func issuer(in compact: String) -> String? {
        for label in issuerLabels {
            for mark in ["：", ":"] {
                guard compact.hasPrefix(label + mark) else { continue }
                var rest = compact.dropFirst(label.count + 1)
                for end in ["金额单位", "单位：", "单位:", "公开", "日期"] {
                    if let range = rest.firstRange(of: end) { rest = rest[..<range.lowerBound] }
                }
                return rest.isEmpty ? nil : String(rest)
            }
        }
        return nil
    }

    /// A short line without a sentence in it that ends as titles of tables do.
    private static func looksLikeTitle(_ compact: String) -> Bool {
        guard compact.count <= 60, !compact.contains("。"), !compact.contains("…"), !compact.contains("....") else {
            return false
        }
        var core = CompactText.folded(compact)[...]
        if core.last == ")", let open = core.lastIndex(of: "(") { core = core[..<open] }
        return core.last == "表"
    }
}

/// What a page carries besides its content.
enum PageFurniture {
    /// `3`, `- 3 -`, `—3—`, `第3页`, `第 1 页，共 6 页`, `3/12`.
    static func isPageNumber(_ line: String) -> Bool {
        let compact = CompactText.folded(line)
        guard !compact.isEmpty, compact.count <= 16, compact.contains(where: \.isNumber) else { return false }
        if compact.hasPrefix("第"), compact.contains("页") { return true }
        return compact.count <= 9
            && compact.unicodeScalars.allSatisfy { $0.isDigit || "-—–·/~".unicodeScalars.contains($0) }
            && !compact.contains(".")
    }
}
