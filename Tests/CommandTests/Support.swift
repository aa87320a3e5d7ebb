import Foundation
import Subprocess
import SystemPackage

/// The programs as the test build made them.
enum Program {
    private static let folder = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()

    static var budgetd: FilePath { FilePath(folder.appending(path: "budgetd").path) }

    /// What a program is started with: the language that the tests expect, and no settings of this machine.
    static func environment(_ own: [String: String]) -> Environment {
        var updates: [Environment.Key: String?] = ["LC_ALL": "C.UTF-8", "BUDGETD_CONFIG": ""]
        for (name, value) in own { updates[Environment.Key(rawValue: name) ?? "_"] = value }
        return .inherit.updating(updates)
    }

    struct Output {
        var exitCode: Int32
        var standardOutput: [UInt8]
        var standardError: String

        var text: String { String(decoding: standardOutput, as: UTF8.self) }

        func json() throws -> [String: Any] {
            guard let object = try JSONSerialization.jsonObject(with: Data(standardOutput)) as? [String: Any] else {
                throw CocoaError(.propertyListReadCorrupt)
            }
            return object
        }
    }

    static func run(
        _ first: String..., arguments: [String] = [], environment: [String: String] = [:], input: [UInt8] = []
    ) async throws -> Output {
        let result = try await Subprocess.run(
            .path(budgetd), arguments: Arguments(first + arguments), environment: Self.environment(environment),
            input: .array(input),
            output: .bytes(limit: 64 << 20),
            error: .string(limit: 1 << 20))
        guard case .exited(let code) = result.terminationStatus else { throw CocoaError(.executableRuntimeMismatch) }
        return Output(exitCode: code, standardOutput: result.standardOutput, standardError: result.standardError)
    }
}

extension Program {
    /// Runs another program from the search path.
    static func execute(_ name: String, _ arguments: String...) async throws -> Output {
        let result = try await Subprocess.run(
            .name(name), arguments: Arguments(arguments), output: .bytes(limit: 64 << 20),
            error: .string(limit: 1 << 20))
        guard case .exited(let code) = result.terminationStatus else { throw CocoaError(.executableRuntimeMismatch) }
        return Output(exitCode: code, standardOutput: result.standardOutput, standardError: result.standardError)
    }
}

/// Files of the package and, where they are, the shared samples beside it.
enum Files {
    static let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    private static let samples = package.deletingLastPathComponent().appending(path: "shared/samples")

    static func fixture(_ name: String) -> String { package.appending(path: "Tests/Fixtures/\(name)").path }

    /// A file that makes trouble.
    static func hostile(_ name: String) -> String { package.appending(path: "Tests/Hostile/\(name)").path }

    /// The source of the library that makes calls fail.
    static var faults: String { package.appending(path: "Tests/Survival/faults.c").path }

    /// Prometheus' own checker: the one that the set-up unpacked, or an installed one.
    static var promtool: String? {
        [package.appending(path: ".build/tools/promtool").path, "/usr/bin/promtool"]
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    /// The path of a sample; tests that need it are enabled by `hasSamples`.
    static func sample(_ name: String) -> String { samples.appending(path: name).path }

    static var hasSamples: Bool { FileManager.default.fileExists(atPath: samples.path) }
}

/// A folder that is gone when the test ends.
final class TemporaryFolder {
    let url = FileManager.default.temporaryDirectory.appending(path: "budgetd-tests-\(UUID().uuidString)")

    init() throws {
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    func folder(_ name: String) throws -> URL {
        let folder = url.appending(path: name)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder
    }
}

/// Every file below a folder, as paths relative to it.
func files(below folder: URL) -> [String] {
    let found = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
    return found.filter { name in
        let values = try? folder.appending(path: name).resourceValues(forKeys: [.isDirectoryKey])
        return values?.isDirectory == false
    }
    .sorted()
}

/// Whether the programs check each access to memory, which leaves no limit on their addresses (`make test-asan`).
let isSanitized = ProcessInfo.processInfo.environment["BUDGETD_SANITIZED"] != nil

/// Waits until a condition holds; the limit is wide, for a slow shared machine.
func eventually(within limit: Duration = .seconds(300), _ condition: () throws -> Bool) async throws -> Bool {
    let end = ContinuousClock.now + limit
    while ContinuousClock.now < end {
        if try condition() { return true }
        try await Task.sleep(for: .milliseconds(20))
    }
    return try condition()
}
