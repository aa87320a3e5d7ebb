package import Sentences

/// Why a document was rejected: what stands in `problem.json`.
package struct Problem: Error, Equatable, Sendable, Decodable {
    /// The version of the contract.
    package static let schemaName = "budget-problem/1"

    package var code: ProblemCode
    /// One sentence, in English.
    package var message: String
    /// What the sentence names, in its order: another language has the same.
    package var details: [String]?
    package var file: String
    package var sha256: String?
    package var bytes: Int?
    /// The limit that the document is over.
    package var limit: ExceededLimit?

    /// A limit and the value that it has.
    package struct ExceededLimit: Equatable, Sendable, Decodable {
        package var name: Limit
        package var value: Int
        /// What the document has, where that is known.
        package var found: Int?
    }

    /// - Parameter details: what the sentence of the code names, in its order.
    package init(_ code: ProblemCode, details: [String] = [], file: String, sha256: String? = nil, bytes: Int? = nil) {
        self.code = code
        message = Sentences.text(for: code.rawValue, details: details, in: .english)
        self.details = details.isEmpty ? nil : details
        self.file = file
        self.sha256 = sha256
        self.bytes = bytes
    }

    /// A document over a limit.
    ///
    /// - Parameter page: the page that is, if it is one (1-based).
    package init(exceeding limit: Limit, found: Int?, allowed: Int, on page: Int? = nil, file: String) {
        let (shown, unit) = limit.isInMebibytes ? (allowed >> 20, " MiB") : (allowed, "")
        self.init(
            limit == .seconds || limit == .cpuSeconds ? .timedOut : .overLimit,
            details: [
                limit.rawValue, "\(shown)\(unit)", found.map(String.init) ?? "", page.map(String.init) ?? "",
            ],
            file: file)
        self.limit = ExceededLimit(name: limit, value: allowed, found: found)
    }

    /// What it says, for any language.
    package var said: Message { Sentences.message(code.rawValue, details, english: message) }

    /// The sentence in the language of the process; as it stands in the JSON where that has no details.
    package var spoken: String { said.spoken }

    package var json: JSON {
        [
            "schema": .string(Self.schemaName), "code": .string(code.rawValue), "message": .string(message),
            "details": details.map { .array($0.map(JSON.string)) } ?? .null,
            "file": .string(file), "sha256": JSON(sha256), "bytes": JSON(bytes),
            "limit": limit.map {
                ["name": .string($0.name.rawValue), "value": .int($0.value), "found": JSON($0.found)]
            } ?? .null,
        ]
    }
}

/// The closed list of reasons for a rejection; `Sentences` says what each means.
package enum ProblemCode: String, Sendable, Codable, CaseIterable {
    case empty
    case encrypted
    case passwordWrong = "password_wrong"
    case damaged
    case foreign
    /// It can be read, and is no budget and no accounts of an office.
    case notARelease = "not_a_release"
    /// Nothing but a cover for the files that are attached to it.
    case portfolio
    case overLimit = "over_limit"
    case timedOut = "timed_out"
    case crashed
    case outputInvalid = "output_invalid"
    case installation
    case formInvalid = "form_invalid"
    case notAFile = "not_a_file"
    case missing
    case unreadable
    /// A line that asks for no document: `budgetd batch`.
    case requestInvalid = "request_invalid"
}
