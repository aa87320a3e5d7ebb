/// Whose release it is, for which year and phase: what makes two documents editions of one release.
package struct ReleaseIdentity: Equatable, Hashable, Sendable, Decodable {
    package var issuer: String?
    package var level: Release.Level?
    package var fiscalYear: Int?
    package var phase: Release.Phase?

    package init(
        issuer: String? = nil, level: Release.Level? = nil, fiscalYear: Int? = nil, phase: Release.Phase? = nil
    ) {
        self.issuer = issuer
        self.level = level
        self.fiscalYear = fiscalYear
        self.phase = phase
    }

    /// The release's key; nil where a part of it is not printed. The same body publishes as department and as unit, so
    /// that without the level it is not known which of two releases is meant.
    package var key: String? {
        guard let issuer, let level, let fiscalYear, let phase else { return nil }
        return "\(issuer)\n\(level.rawValue)\n\(fiscalYear)\n\(phase.rawValue)"
    }

    /// The members of the identity, as they stand in a release.
    package var members: JSONObject {
        [
            "issuer": JSON(issuer), "level": JSON(level?.rawValue), "fiscal_year": JSON(fiscalYear),
            "phase": JSON(phase?.rawValue),
        ]
    }
}
