import Glibc

/// A language that people are spoken to in.
package enum Language: Sendable, CaseIterable {
    case english
    case chinese

    /// That of the locale for messages: of `LC_ALL`, `LC_MESSAGES` and `LANG` the first that says something (locale(7)).
    package init(environment: (String) -> String?) {
        let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].lazy.compactMap(environment).first { !$0.isEmpty }
        self = locale?.hasPrefix("zh") ?? false ? .chinese : .english
    }

    /// That of whoever started this process.
    package static let ofProcess = Language { name in getenv(name).map { String(cString: $0) } }
}
