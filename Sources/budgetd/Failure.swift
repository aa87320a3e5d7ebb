import ArgumentParser
import Glibc

/// Why a command cannot do what it is asked: a sentence and the exit code of sysexits.h.
struct Failure: Error, CustomStringConvertible {
    var description: String
    var exitCode: Int32
    /// The setting that is to blame, if one is.
    var setting: String?

    init(_ description: String, _ exitCode: Int32, setting: String? = nil) {
        self.description = description
        self.exitCode = exitCode
        self.setting = setting
    }
}
