/// Whose release it is, for which year and phase: what makes two documents editions of one release.
package struct ReleaseIdentity: Equatable, Hashable, Sendable, Decodable {
    package var issuer: String?
    package var level: Release.Level?
    package var fiscalYear: Int?
    package var phase: Release.Phase?
    /// The forms of its tables, in order; nil where that is not recorded.
    package var forms: [String]?

    package init(
        issuer: String? = nil, level: Release.Level? = nil, fiscalYear: Int? = nil, phase: Release.Phase? = nil,
        forms: [String]? = nil
    ) {
        self.issuer = issuer
        self.level = level
        self.fiscalYear = fiscalYear
        self.phase = phase
        self.forms = forms
    }

    /// The office, whichever way its name is printed.
    package var office: OfficeKey? { issuer.map(OfficeKey.init) }

    /// The release's key; nil where a part of it is not printed. The same body publishes as department and as unit, so
    /// that without the level it is not known which of two releases is meant.
    package var key: String? {
        guard let office, let level, let fiscalYear, let phase else { return nil }
        return "\(office.name)\n\(level.rawValue)\n\(fiscalYear)\n\(phase.rawValue)"
    }

    /// Whether this, coming later, takes the place of another: it is of the same office, level, year and phase, and has every form
    /// that the other has. A narrative without tables takes the place of none that has some, nor does anything of what is not
    /// known.
    ///
    /// - Parameter places: the cities that are printed in front of this office's name anywhere.
    package func takesPlace(of other: ReleaseIdentity, among places: Set<String>) -> Bool {
        guard let key, key == other.key, let office, let others = other.office, let forms, let earlier = other.forms,
            office.isSame(as: others, among: places)
        else { return false }
        return Set(earlier).isSubset(of: forms)
    }

    /// The members of the identity, with what tells editions, as they stand in a record.
    package var recordedMembers: JSONObject {
        var members = members
        members["issuer_key"] = JSON(office?.name)
        members["forms"] = forms.map { .array($0.map(JSON.string)) } ?? .null
        return members
    }

    /// The members of the identity, as they stand in a release.
    package var members: JSONObject {
        [
            "issuer": JSON(issuer), "level": JSON(level?.rawValue), "fiscal_year": JSON(fiscalYear),
            "phase": JSON(phase?.rawValue),
        ]
    }
}

extension Sequence<ReleaseIdentity> {
    /// The cities that are printed in front of their offices' names.
    package var places: Set<String> { Set(compactMap(\.office?.places)) }
}

extension Release.Level {
    /// As the data says it, or as releases print it: `部门`.
    package init?(printed word: String) {
        guard let level = Self(rawValue: word) ?? Self.allCases.first(where: { $0.printed == word }) else { return nil }
        self = level
    }

    /// As releases print it.
    package var printed: String {
        switch self {
        case .department: "部门"
        case .unit: "单位"
        }
    }
}

extension Release.Phase {
    /// As the data says it, or as releases print it: `决算`.
    package init?(printed word: String) {
        guard let phase = Self(rawValue: word) ?? Self.allCases.first(where: { $0.printed == word }) else { return nil }
        self = phase
    }

    /// As releases print it.
    package var printed: String {
        switch self {
        case .budget: "预算"
        case .finalAccounts: "决算"
        }
    }
}
