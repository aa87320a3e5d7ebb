extension Sentences {
    /// What the parser of the command line says, in its own words, and the same in Chinese: `{0}` stands for what
    /// varies. From swift-argument-parser 1.8.2.
    static let parser: [Sentence] = [
        Sentence("parser.overview", "OVERVIEW: {0}", "概述：{0}"),
        Sentence("parser.usage", "USAGE: {0}", "用法：{0}"),
        Sentence("parser.usage_short", "Usage: {0}", "用法：{0}"),
        Sentence("parser.arguments", "ARGUMENTS:", "参数："),
        Sentence("parser.options", "OPTIONS:", "选项："),
        Sentence("parser.subcommands", "SUBCOMMANDS:", "子命令："),
        Sentence("parser.error", "Error: {0}", "错误：{0}"),
        Sentence("parser.help", "Help:  {0}", "帮助：{0}"),
        Sentence("parser.see", "  See '{0}' for detailed help.", "  详细帮助见“{0}”。"),
        Sentence("parser.see_more", "  See '{0}' for more information.", "  更多信息见“{0}”。"),
        Sentence("parser.version", "Show the version.", "显示版本。"),
        Sentence("parser.show_help", "Show help information.", "显示帮助。"),
        Sentence("parser.show_subcommand_help", "Show subcommand help information.", "显示子命令的帮助。"),
        Sentence("parser.values_default", "(values: {0}; default: {1})", "（可选值：{0}；默认：{1}）"),
        Sentence("parser.default", "(default: {0})", "（默认：{0}）"),
        Sentence("parser.values", "(values: {0})", "（可选值：{0}）"),
        Sentence(
            "parser.unknown_near", "Unknown option '{0}'. Did you mean '{1}'?", "没有选项“{0}”。是否指“{1}”？"),
        Sentence("parser.unknown", "Unknown option '{0}'", "没有选项“{0}”"),
        Sentence("parser.missing", "Missing expected argument '{0}'", "缺少参数“{0}”"),
        Sentence("parser.missing_value", "Missing value for '{0}'", "“{0}”缺少值"),
        Sentence(
            "parser.invalid_choice", "The value '{0}' is invalid for '{1}'. Please provide one of {2}.",
            "值“{0}”不能用于“{1}”。请用其中之一：{2}。"),
        Sentence("parser.several", "{0} unexpected arguments: {1}", "{0} 个多余的参数：{1}"),
        Sentence(
            "parser.no_value", "The option '{0}' does not take any value, but '{1}' was specified.",
            "选项“{0}”不带值，却给了“{1}”。"),
        Sentence("parser.no_subcommand", "Missing required subcommand.", "缺少子命令。"),
        Sentence("parser.invalid", "The value '{0}' is invalid for '{1}'", "值“{0}”不能用于“{1}”"),
        Sentence("parser.unexpected", "Unexpected argument '{0}'", "多余的参数“{0}”"),
    ]

    /// A text of the parser in another language, line by line; what is not known stays as it is.
    package static func translated(parser text: String, to language: Language = .ofProcess) -> String {
        guard language != .english else { return text }
        return text.split(separator: "\n", omittingEmptySubsequences: false)
            .map { translated(line: String($0), to: language) }
            .joined(separator: "\n")
    }

    private static func translated(line: String, to language: Language) -> String {
        for sentence in parser {
            guard let (beginning, details) = Template(sentence.text(in: .english)).end(of: line) else { continue }
            let translated = details.map { self.translated(line: $0, to: language) }
            // In front of an option's help stands the option, with help of its own.
            return self.translated(line: beginning, to: language) + filled(sentence.text(in: language), translated)
        }
        return line
    }
}

/// A sentence with places for details, to be found in what somebody else has said.
private struct Template {
    /// What stands before, between and behind the details.
    private let pieces: [String]

    init(_ text: String) {
        var pieces = [""]
        var rest = Substring(text)
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            pieces[pieces.count - 1] += rest[..<open]
            pieces.append("")
            rest = rest[rest.index(after: close)...]
        }
        pieces[pieces.count - 1] += rest
        self.pieces = pieces
    }

    /// What stands in front of the sentence and in its places, where a line ends with it.
    func end(of line: String) -> (beginning: String, details: [String])? {
        guard let last = pieces.last, line.hasSuffix(last) else { return nil }
        if pieces.count == 1 { return (String(line.dropLast(last.count)), []) }
        guard let start = Self.range(of: pieces[0], in: line[...]) else { return nil }
        var details: [String] = []
        var rest = line[start.upperBound...]
        for piece in pieces[1..<(pieces.count - 1)] {
            guard let found = Self.range(of: piece, in: rest) else { return nil }
            details.append(String(rest[..<found.lowerBound]))
            rest = rest[found.upperBound...]
        }
        guard rest.count >= last.count else { return nil }
        return (String(line[..<start.lowerBound]), details + [String(rest.dropLast(last.count))])
    }

    private static func range(of piece: String, in text: Substring) -> Range<Substring.Index>? {
        var start = text.startIndex
        while start < text.endIndex {
            if text[start...].hasPrefix(piece) { return start..<text.index(start, offsetBy: piece.count) }
            start = text.index(after: start)
        }
        return nil
    }
}
