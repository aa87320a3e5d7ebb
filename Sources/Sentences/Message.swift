/// Something that is said, before it is said in a language: what is kept and sent is the same in all of them.
package struct Message: Sendable, Equatable, Decodable {
    package var code: String
    package var details: [String]

    package init(_ code: String, _ details: String...) {
        self.code = code
        self.details = details
    }

    package init(_ code: String, details: [String]) {
        self.code = code
        self.details = details
    }

    package func text(in language: Language) -> String { Sentences.text(for: code, details: details, in: language) }

    /// In the language of the process.
    package var spoken: String { text(in: .ofProcess) }
}
