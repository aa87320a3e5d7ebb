/// One release as data: what `budgetd parse` prints and the archive keeps.
package struct Release: Equatable, Sendable, Decodable {
    /// The version of the contract.
    package static let schemaName = "budget-release/1"

    /// Whether the body or one of its units publishes.
    package enum Level: String, Sendable, Codable, CaseIterable {
        case department
        case unit
    }

    package enum Phase: String, Sendable, Codable, CaseIterable {
        case budget
        case finalAccounts = "final_accounts"
    }

    package enum Status: String, Sendable, Codable {
        case clean
        /// A finding of severity warning or error stands.
        case review
    }

    package var source: Source
    package var parser: Parser
    package var issuer: String?
    package var level: Level?
    package var phase: Phase?
    package var fiscalYear: Int?
    package var status: Status
    package var tables: [Table]
    package var checks: [Check]
    package var findings: [Finding]
    /// Where the figures of its pages went; nil for a text, and in releases that were read before there were accounts.
    package var accounts: Accounts?
    /// Sums of money in the narrative; nil in releases that were read before there were statements.
    package var statements: [Statement]?

    /// Nothing is left to be looked at where every doubt is settled.
    package static func status(of findings: [Finding]) -> Status {
        findings.contains { $0.severity != .info && !$0.isSettled } ? .review : .clean
    }

    /// Amounts that take part in an identity that holds exactly, of all.
    package var proof: Proof { tables.reduce(Proof(amounts: 0, proven: 0)) { $0 + $1.proof } }

    package init(
        source: Source, parser: Parser, issuer: String? = nil, level: Level? = nil, phase: Phase? = nil,
        fiscalYear: Int? = nil, tables: [Table] = [], checks: [Check] = [], findings: [Finding] = [],
        accounts: Accounts? = nil, statements: [Statement]? = nil
    ) {
        self.source = source
        self.parser = parser
        self.issuer = issuer
        self.level = level
        self.phase = phase
        self.fiscalYear = fiscalYear
        self.status = Self.status(of: findings)
        self.tables = tables
        self.checks = checks
        self.findings = findings
        self.accounts = accounts
        self.statements = statements
    }

    package var json: JSON {
        var members: JSONObject = [
            "schema": .string(Self.schemaName),
            "source": source.json,
            "parser": parser.json,
            "issuer": JSON(issuer),
            "level": JSON(level?.rawValue),
            "phase": JSON(phase?.rawValue),
            "fiscal_year": JSON(fiscalYear),
            "status": .string(status.rawValue),
            "tables": .array(tables.map(\.json)),
            "checks": .array(checks.map(\.json)),
            "findings": .array(findings.map(\.json)),
            "proof": proof.json,
        ]
        members["accounts"] = accounts.map(\.json)
        members["statements"] = statements.map { .array($0.map(\.json)) }
        return .object(members)
    }
}

extension Release {
    /// The document that was read.
    package struct Source: Equatable, Sendable, Decodable {
        /// A display name, not a path.
        package var file: String
        package var sha256: String
        package var bytes: Int
        package var mediaType: String
        /// The encoding of a text file; nil for a PDF.
        package var encoding: String?
        package var pages: Int
        /// Pages whose text runs sideways or upside down, and by how many degrees clockwise.
        package var pagesTurned: [TurnedPage]?
        /// Pages that are pictures and were read as such (1-based).
        package var pagesReadFromPictures: [Int]?

        package struct TurnedPage: Equatable, Sendable, Decodable {
            /// 1-based.
            package var page: Int
            /// 90, 180 or 270.
            package var degrees: Int

            package init(page: Int, degrees: Int) {
                self.page = page
                self.degrees = degrees
            }
        }

        /// - Parameters:
        ///   - pagesTurned: empty where no page is.
        ///   - pagesReadFromPictures: likewise.
        package init(
            file: String, sha256: String, bytes: Int, mediaType: String, encoding: String?, pages: Int,
            pagesTurned: [TurnedPage] = [], pagesReadFromPictures: [Int] = []
        ) {
            self.file = file
            self.sha256 = sha256
            self.bytes = bytes
            self.mediaType = mediaType
            self.encoding = encoding
            self.pages = pages
            self.pagesTurned = pagesTurned.isEmpty ? nil : pagesTurned
            self.pagesReadFromPictures = pagesReadFromPictures.isEmpty ? nil : pagesReadFromPictures
        }

        package var json: JSON {
            var members: JSONObject = [
                "file": .string(file), "sha256": .string(sha256), "bytes": .int(bytes),
                "media_type": .string(mediaType), "encoding": JSON(encoding), "pages": .int(pages),
            ]
            members["pages_turned"] = pagesTurned.map { pages in
                .array(pages.map { ["page": .int($0.page), "degrees": .int($0.degrees)] })
            }
            members["pages_read_from_pictures"] = pagesReadFromPictures.map { .array($0.map(JSON.int)) }
            return .object(members)
        }
    }

    /// The program that read it.
    package struct Parser: Equatable, Sendable, Decodable {
        package var name: String
        package var version: String
        package var poppler: String
        /// Digests everything that a reading depends on besides the document.
        package var fingerprint: String

        package init(name: String = "budgetd", version: String, poppler: String, fingerprint: String) {
            self.name = name
            self.version = version
            self.poppler = poppler
            self.fingerprint = fingerprint
        }

        package var json: JSON {
            [
                "name": .string(name), "version": .string(version), "poppler": .string(poppler),
                "fingerprint": .string(fingerprint),
            ]
        }
    }
}
