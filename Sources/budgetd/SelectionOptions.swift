import ArchiveReading
import ArgumentParser
import BudgetRelease

extension Release.Level: ExpressibleByArgument {
    /// As the data says it, or as releases print it.
    public init?(argument: String) { self.init(printed: argument) }

    public static var allValueStrings: [String] { allCases.map(\.rawValue) + allCases.map(\.printed) }
}

extension Release.Phase: ExpressibleByArgument {
    /// As the data says it, or as releases print it.
    public init?(argument: String) { self.init(printed: argument) }

    public static var allValueStrings: [String] { allCases.map(\.rawValue) + allCases.map(\.printed) }
}

/// Which releases of an archive a command is about.
struct SelectionOptions: ParsableArguments {
    @Option(help: .of("selection.issuer", value: "text"))
    var issuer: String?

    @Option(help: .of("selection.year", value: "year"))
    var year: Int?

    @Option(help: .of("selection.phase"))
    var phase: Release.Phase?

    @Option(help: .of("selection.level"))
    var level: Release.Level?

    @Flag(help: .of("selection.superseded"))
    var superseded = false

    /// Whether some releases are not meant by what they are.
    var isNarrow: Bool { issuer != nil || year != nil || phase != nil || level != nil }

    private func selection(of documents: Set<String>?) -> ReleaseSelection {
        var selection = ReleaseSelection()
        selection.issuer = issuer
        selection.fiscalYear = year
        selection.phase = phase
        selection.level = level
        selection.includesSuperseded = superseded
        selection.documents = documents
        return selection
    }

    /// The releases that are meant; what cannot be understood is said and left out.
    ///
    /// - Parameter documents: digests of the only ones that may be.
    func releases(
        in layout: ArchiveLayout, of documents: Set<String>? = nil
    ) -> (releases: ArchivedReleases, areComplete: Bool) {
        var areComplete = true
        let releases = ArchivedReleases(layout, selection(of: documents)) { error in
            areComplete = false
            Terminal.complain("\(error)")
        }
        return (releases, areComplete)
    }
}
