package import Glibc

/// Users by the names that the system has for them, or their numbers.
package enum UserName {
    /// Who runs this program.
    package static var ofProcess: String { of(getuid()) }

    package static func of(_ user: uid_t) -> String {
        getpwuid(user).flatMap { entry in entry.pointee.pw_name.map { String(cString: $0) } } ?? "\(user)"
    }
}
