/// What is said to people: one catalogue, by code, in every language.
///
/// A sentence may name details: `{0}`, `{1}` … are replaced by them. Where a code has sentences for kinds of its own,
/// the first detail says which, as in `foreign.docx`.
package enum Sentences {
    /// The codes that have a sentence.
    package static var codes: Set<String> { Set(all.keys) }

    /// Whether a code has a sentence.
    package static func has(_ code: String) -> Bool { all[code] != nil }

    /// The sentence for a code in the language of the process; the code itself where the catalogue does not have it.
    package static func text(_ code: String, _ details: String...) -> String {
        text(for: code, details: details, in: .ofProcess)
    }

    package static func text(for code: String, details: [String], in language: Language) -> String {
        let ofKind = details.first.flatMap { all["\(code).\($0)"] }
        guard let sentence = ofKind ?? all[code] else { return code }
        // What the system says of an error is known in every language.
        return filled(
            sentence.text(in: language), details.map { all["system.\($0)"]?.text(in: language) ?? $0 })
    }

    /// A sentence that stands somewhere in English, as what it says in any language.
    ///
    /// - Parameter details: what it names; nil where that is not known, or nothing.
    package static func message(_ code: String, _ details: [String]?, english: String) -> Message {
        let message = Message(code, details: details ?? [])
        // What was written before there were details, or by a later version, is left as it stands.
        return message.text(in: .english) == english ? message : Message("error.other", english)
    }

    /// Things one after another, as the language of the process has it.
    package static func list(_ items: [String], in language: Language = .ofProcess) -> String {
        items.joined(separator: language == .chinese ? "、" : ", ")
    }

    /// Details are never searched for further places: a document may have put braces into them.
    static func filled(_ template: String, _ details: [String]) -> String {
        var text = ""
        var rest = Substring(template)
        while let open = rest.utf8.firstIndex(of: UInt8(ascii: "{")) {
            text += rest[..<open]
            guard let close = rest[open...].utf8.firstIndex(of: UInt8(ascii: "}")) else { break }
            let number = Int(rest[rest.utf8.index(after: open)..<close])
            if let number, details.indices.contains(number) {
                text += details[number]
            } else {
                text += rest[open...close]
            }
            rest = rest[rest.utf8.index(after: close)...]
        }
        return text + rest
    }

    private static let topics = [
        findings, problems, files, service, settings, commands, help, parser, system, reference,
    ]

    private static let all: [String: Sentence] = {
        var all = [String: Sentence](minimumCapacity: topics.reduce(0) { $0 + $1.count })
        all.merge(topics.joined().lazy.map { ($0.code, $0) }) { first, _ in first }
        return all
    }()

    /// Codes that stand twice in the catalogue.
    package static var repeatedCodes: [String] {
        var seen: Set<String> = []
        return topics.joined().map(\.code).filter { !seen.insert($0).inserted }
    }
}

/// One thing that is said, in every language.
struct Sentence: Sendable {
    let code: String
    private let english: String
    private let chinese: String

    init(_ code: String, _ english: String, _ chinese: String) {
        self.code = code
        self.english = english
        self.chinese = chinese
    }

    func text(in language: Language) -> String {
        switch language {
        case .english: english
        case .chinese: chinese
        }
    }
}
