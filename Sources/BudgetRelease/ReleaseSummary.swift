/// The few facts that the archive needs of a release, read from its JSON. That they can be read proves it whole.
package struct ReleaseSummary: Sendable, Equatable {
    package var source: Release.Source
    package var parser: Release.Parser
    package var identity: ReleaseIdentity
    package var status: Release.Status
    /// Checks that came out broken.
    package var brokenChecks: Int
    /// Whether a finding says that the document as a whole is damaged.
    package var isDamaged: Bool

    private struct CodedFinding: Decodable { var code: String }
    private struct CheckOutcome: Decodable { var outcome: Check.Outcome }

    /// Nil where the bytes are not one release of this contract.
    package init?(json: [UInt8]) {
        guard let outline = JSONOutline(json) else { return nil }
        func value<Value: Decodable>(_ name: String, as type: Value.Type = Value.self) -> Value? {
            outline.members[name].flatMap { try? ContractDecoding.decode(type, from: json[$0]) }
        }
        guard value("schema", as: String.self) == Release.schemaName, outline.members["tables"] != nil,
            let source: Release.Source = value("source"), let parser: Release.Parser = value("parser"),
            let status: Release.Status = value("status"), let findings: [CodedFinding] = value("findings"),
            let checks: [CheckOutcome] = value("checks")
        else { return nil }
        self.source = source
        self.parser = parser
        identity = ReleaseIdentity(
            issuer: value("issuer"), level: value("level"), fiscalYear: value("fiscal_year"), phase: value("phase"))
        self.status = status
        brokenChecks = checks.count { $0.outcome == .broken }
        isDamaged = findings.contains { $0.code == FindingCode.damagedDocument.rawValue }
    }
}

/// Whether two releases say the same: their canonical bytes without `parser` and `source.file` are equal.
package enum ReleaseSameness {
    /// What stays of a release for the comparison; nil where the bytes are no JSON object.
    package static func essence(of json: [UInt8]) -> [UInt8]? {
        guard let outline = JSONOutline(json), let source = outline.members["source"],
            let sourceOutline = JSONOutline(json[source])
        else { return nil }
        var essence: [UInt8] = []
        func append(_ name: String, _ value: ArraySlice<UInt8>) {
            essence += name.utf8
            essence.append(UInt8(ascii: ":"))
            essence += value
            essence.append(UInt8(ascii: "\n"))
        }
        for (name, range) in sourceOutline.members.sorted(by: { $0.key < $1.key }) where name != "file" {
            append(
                "source." + name,
                json[source][range.lowerBound + source.lowerBound..<range.upperBound + source.lowerBound])
        }
        for (name, range) in outline.members.sorted(by: { $0.key < $1.key })
        where name != "parser" && name != "source" {
            append(name, json[range])
        }
        return essence
    }

    /// True where one of the two cannot be understood and the bytes differ.
    package static func differ(_ one: [UInt8], _ other: [UInt8]) -> Bool {
        guard let first = essence(of: one), let second = essence(of: other) else { return one != other }
        return first != second
    }
}
