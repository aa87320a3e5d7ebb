/// Why a document was rejected: what stands in `problem.json`.
package struct Problem: Error, Equatable, Sendable, Decodable {
    /// The version of the contract.
    package static let schemaName = "budget-problem/1"

    package var code: ProblemCode
    /// One sentence for people.
    package var message: String
    package var file: String
    package var sha256: String?
    package var bytes: Int?

    /// - Parameter details: what the sentence of the code names, in its order.
    package init(_ code: ProblemCode, details: [String] = [], file: String, sha256: String? = nil, bytes: Int? = nil) {
        self.code = code
        message = Sentences.english.sentence(for: code.rawValue, details: details)
        self.file = file
        self.sha256 = sha256
        self.bytes = bytes
    }

    package var json: JSON {
        [
            "schema": .string(Self.schemaName), "code": .string(code.rawValue), "message": .string(message),
            "file": .string(file), "sha256": JSON(sha256), "bytes": JSON(bytes),
        ]
    }
}

/// The closed list of reasons for a rejection; `Sentences` says what each means.
package enum ProblemCode: String, Sendable, Codable, CaseIterable {
    case empty
    case encrypted
    case damaged
    case foreign
    case overLimit = "over_limit"
    case timedOut = "timed_out"
    case crashed
    case outputInvalid = "output_invalid"
    case installation
    case formInvalid = "form_invalid"
    case notAFile = "not_a_file"
    case missing
    case unreadable
}
