import ArchiveReading
import ArgumentParser
import BudgetRelease

extension Release.Level: ExpressibleByArgument {
    /// As the data says it, or as releases print it.
    public init?(argument: String) {
        switch argument {
        case "部门": self = .department
        case "单位": self = .unit
        default: self.init(rawValue: argument)
        }
    }

    public static var allValueStrings: [String] { ["department", "unit", "部门", "单位"] }
}

extension Release.Phase: ExpressibleByArgument {
    /// As the data says it, or as releases print it.
    public init?(argument: String) {
        switch argument {
        case "预算": self = .budget
        case "决算": self = .finalAccounts
        default: self.init(rawValue: argument)
        }
    }

    public static var allValueStrings: [String] { ["budget", "final_accounts", "预算", "决算"] }
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

    var selection: ReleaseSelection {
        var selection = ReleaseSelection()
        selection.issuer = issuer
        selection.fiscalYear = year
        selection.phase = phase
        selection.level = level
        selection.includesSuperseded = superseded
        return selection
    }

    /// The releases that are meant; what cannot be understood is said and left out.
    func releases(in layout: ArchiveLayout) -> (releases: ArchivedReleases, areComplete: Bool) {
        var areComplete = true
        let releases = ArchivedReleases(layout, selection) { error in
            areComplete = false
            Terminal.complain("\(error)")
        }
        return (releases, areComplete)
    }
}
