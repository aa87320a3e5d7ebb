/// The few facts that the archive needs of a release, read from its JSON. That they can be read proves it whole.
package struct ReleaseSummary: Sendable, Equatable {
    package var source: Release.Source
    package var parser: Release.Parser
    package var identity: ReleaseIdentity
    package var status: Release.Status
    /// How many tables it has.
    package var tables: Int
    /// Findings that are more than information, and that nobody has settled.
    package var doubts: Int
    /// Checks that came out broken.
    package var brokenChecks: Int
    package var proof: Proof?
    /// Whether a finding says that the document as a whole is damaged.
    package var isDamaged: Bool

    /// Bytes of a fact that a worker may say: far more than a name of 255 bytes takes.
    private static let longestFact = 1 << 16

    /// Nil where the bytes are not one release of this contract.
    package init?(json: [UInt8]) {
        guard let outline = JSONOutline(json) else { return nil }
        func value(_ name: String) -> JSON? {
            guard let place = outline.members[name], place.count <= Self.longestFact else { return nil }
            return try? JSON(reading: json[place])
        }
        guard value("schema")?.text == Release.schemaName, outline.members["tables"] != nil,
            let source = value("source").flatMap(Release.Source.init),
            let parser = value("parser").flatMap(Release.Parser.init),
            let status = value("status")?.text.flatMap(Release.Status.init),
            let codes = Self.texts("code", ofEach: outline.members["findings"], in: json),
            let forms = Self.texts("form", ofEach: outline.members["tables"], in: json),
            let doubts = Self.doubts(outline.members["findings"], in: json),
            let outcomes = Self.texts("outcome", ofEach: outline.members["checks"], in: json),
            outcomes.allSatisfy({ Check.Outcome(rawValue: $0) != nil })
        else { return nil }
        self.source = source
        self.parser = parser
        identity = ReleaseIdentity(
            issuer: value("issuer")?.text, level: value("level")?.text.flatMap { Release.Level(rawValue: $0) },
            fiscalYear: value("fiscal_year")?.integer,
            phase: value("phase")?.text.flatMap { Release.Phase(rawValue: $0) },
            forms: Set(forms).sorted())
        self.status = status
        tables = forms.count
        self.doubts = doubts
        brokenChecks = outcomes.count { $0 == Check.Outcome.broken.rawValue }
        proof = value("proof").flatMap(Proof.init)
        isDamaged = codes.contains(FindingCode.damagedDocument.rawValue)
    }

    /// How many findings are more than information, and not settled.
    private static func doubts(_ findings: Range<Int>?, in json: [UInt8]) -> Int? {
        guard let findings, let elements = JSONOutline.elements(of: json[findings]) else { return nil }
        var doubts = 0
        for element in elements {
            guard let severity = text("severity", of: json[element]) else { return nil }
            if severity != Finding.Severity.info.rawValue, JSONOutline.member("settled", of: json[element]) == nil {
                doubts += 1
            }
        }
        return doubts
    }

    /// A member of each object in an array, all of which must be texts without escapes, as words of the contract are.
    private static func texts(_ name: StaticString, ofEach array: Range<Int>?, in json: [UInt8]) -> [String]? {
        guard let array, let elements = JSONOutline.elements(of: json[array]) else { return nil }
        var texts: [String] = []
        texts.reserveCapacity(elements.count)
        for element in elements {
            guard let text = text(name, of: json[element]) else { return nil }
            texts.append(text)
        }
        return texts
    }

    /// A member of an object that must be a text without escapes, as words of the contract are.
    private static func text(_ name: StaticString, of object: ArraySlice<UInt8>) -> String? {
        guard let text = JSONOutline.member(name, of: object), text.count >= 2,
            text.first == UInt8(ascii: "\""), !text.contains(UInt8(ascii: "\\"))
        else { return nil }
        return String(decoding: text.dropFirst().dropLast(), as: UTF8.self)
    }
}

extension Proof {
    /// Nil where the value is no proof of this contract.
    init?(_ json: JSON) {
        guard let amounts = json["amounts"]?.integer, let proven = json["proven"]?.integer else { return nil }
        self.init(amounts: amounts, proven: proven)
    }
}

extension Release.Source {
    /// Nil where the value is no source of this contract.
    init?(_ json: JSON) {
        guard let file = json["file"]?.text, let sha256 = json["sha256"]?.text, let bytes = json["bytes"]?.integer,
            let mediaType = json["media_type"]?.text, let pages = json["pages"]?.integer
        else { return nil }
        let encoding = json["encoding"] ?? .null
        guard encoding == .null || encoding.text != nil else { return nil }
        self.init(
            file: file, sha256: sha256, bytes: bytes, mediaType: mediaType, encoding: encoding.text,
            pages: pages)
    }
}

extension Release.Parser {
    /// Nil where the value is no parser of this contract.
    init?(_ json: JSON) {
        guard let name = json["name"]?.text, let version = json["version"]?.text, let poppler = json["poppler"]?.text,
            let fingerprint = json["fingerprint"]?.text
        else { return nil }
        self.init(name: name, version: version, poppler: poppler, fingerprint: fingerprint)
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
