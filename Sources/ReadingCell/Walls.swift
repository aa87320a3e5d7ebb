package import BudgetRelease
package import Sentences

/// What keeps a worker from anything but its document, besides its limits: measured by the worker itself.
package struct Walls: Equatable, Sendable, Decodable {
    /// No program that it runs can gain privileges, and it has none itself (no_new_privs, no capabilities).
    package var privilegesGivenUp = false
    /// The version of Landlock in force, 0 where the kernel has none: no file can be read but fonts and poppler's data,
    /// though that others are there can be seen.
    package var landlockVersion = 0
    /// No sockets, no programs, no files to be written, no memory to be made executable (seccomp).
    package var systemCallFilter = false

    package init() {}

    package var areComplete: Bool { missing.isEmpty }

    /// The codes of the walls that are not there.
    private var missing: [String] {
        var missing: [String] = []
        if !privilegesGivenUp { missing.append("walls.no_new_privs") }
        if landlockVersion < 1 { missing.append("walls.landlock") }
        if !systemCallFilter { missing.append("walls.filter") }
        return missing
    }

    /// The walls that are not there, in words.
    package func missingNames(in language: Language = .ofProcess) -> String {
        Sentences.list(missing.map { Sentences.text(for: $0, details: [], in: language) }, in: language)
    }

    /// Whether they are complete, in words, and if not what is missing.
    package var spoken: String {
        areComplete ? Sentences.text("status.complete") : Sentences.text("status.without", missingNames())
    }

    package var json: JSON {
        [
            "privileges_given_up": .bool(privilegesGivenUp), "landlock_version": .int(landlockVersion),
            "system_call_filter": .bool(systemCallFilter),
        ]
    }
}
