import Foundation
import Subprocess
import Testing

/// Makes file calls of a daemon fail with an error of the system's, from a moment on and until another.
struct Faults {
    private let rules: URL
    /// What the daemon is started with.
    let environment: [String: String]

    /// - Parameter folder: a folder for the library and the rules.
    init(in folder: URL) async throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let library = folder.appending(path: "faults.so").path
        // The compiler of C that comes with Swift.
        let built = try await Subprocess.run(
            .name("clang"), arguments: ["-shared", "-fPIC", "-o", library, Files.faults, "-ldl"],
            output: .discarded, error: .string(limit: 1 << 16))
        try #require(built.terminationStatus == .exited(0), "\(built.standardError)")
        rules = folder.appending(path: "rules.txt")
        environment = ["LD_PRELOAD": library, "BUDGETD_FAULTS": rules.path]
    }

    /// A call that fails where the path contains a text.
    struct Rule: CustomTestStringConvertible {
        var call: String
        var error: Int32
        var place: String

        init(_ call: String, _ error: Int32, _ place: String) {
            self.call = call
            self.error = error
            self.place = place
        }

        var testDescription: String { "\(call) \(error) \(place)" }
    }

    func begin(_ rule: Rule) throws {
        try Data("\(rule.testDescription)\n".utf8).write(to: rules, options: .atomic)
    }

    func end() throws { try FileManager.default.removeItem(at: rules) }
}
