package import BudgetRelease

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

    /// The walls that are not there, in words.
    package var missing: [String] {
        var missing: [String] = []
        if !privilegesGivenUp { missing.append("no_new_privs") }
        if landlockVersion < 1 { missing.append("Landlock") }
        if !systemCallFilter { missing.append("the system call filter") }
        return missing
    }

    package var json: JSON {
        [
            "privileges_given_up": .bool(privilegesGivenUp), "landlock_version": .int(landlockVersion),
            "system_call_filter": .bool(systemCallFilter),
        ]
    }
}
