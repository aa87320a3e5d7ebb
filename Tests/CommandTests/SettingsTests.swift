import Foundation
import Glibc
import Subprocess
import Testing

@Suite(.timeLimit(.minutes(5)))
struct SettingsTests {
    private let folder: TemporaryFolder
    private let file: URL

    init() throws {
        folder = try TemporaryFolder()
        file = folder.url.appending(path: "budgetd.conf")
    }

    private func write(_ text: String) throws { try Data(text.utf8).write(to: file) }

    /// Runs with no other settings around.
    private func run(_ arguments: [String], _ environment: [String: String] = [:]) async throws -> Program.Output {
        try await Program.run(
            arguments: arguments, environment: ["BUDGETD_CONFIG": file.path].merging(environment) { $1 })
    }

    private func inForce(_ options: [String], _ environment: [String: String] = [:]) async throws -> [String: [String]]
    {
        let output = try await run(["config", "--json"] + options, environment)
        let settings = try #require(try output.json()["settings"] as? [String: [String: Any]])
        return settings.mapValues { setting in
            let from = setting["from"] as? [String: Any] ?? [:]
            let place = ["place", "variable", "line"].compactMap { from[$0].map { "\($0)" } }
            return [setting["value"] as? String ?? "", place.joined(separator: " ")]
        }
    }

    @Test func theCommandLineCountsBeforeTheEnvironmentAndThatBeforeTheFile() async throws {
        try write(
            "# times\npoll = 20\r\nsecond-look=30\n\njobs = 3\nrequire-sandbox = yes\nmax-pages = 10\nmax-pages = 11\n")
        let settings = try await inForce(
            ["--poll", "40"], ["BUDGETD_POLL": "30", "BUDGETD_SECOND_LOOK": "35", "BUDGETD_REQUIRE_SANDBOX": "no"])
        #expect(settings["poll"] == ["40", "option"])
        #expect(settings["second-look"] == ["35", "environment BUDGETD_SECOND_LOOK"])
        #expect(settings["jobs"] == ["3", "file 5"])
        #expect(settings["require-sandbox"] == ["no", "environment BUDGETD_REQUIRE_SANDBOX"])
        #expect(settings["max-pages"] == ["11", "file 8"])
        #expect(settings["timeout"] == ["60", "standard"])
        #expect(settings["once"] == nil && settings["config"] == nil)
    }

    @Test(arguments: [
        ("poll = soon", [:], "line 1: The value 'soon' is invalid for '--poll"),
        ("\npoll = 0", [:], "line 2: --poll is 0; it must be from 1 to 86400 seconds."),
        ("inbocks = /x", [:], "line 1: there is no setting “inbocks”."),
        ("poll", [:], "line 1: “poll” is not of the form name = value."),
        ("require-sandbox = perhaps", [:], "line 1: require-sandbox is “perhaps”; it must be yes or no."),
        ("", ["BUDGETD_MEMORY": "1"], "environment variable BUDGETD_MEMORY: --memory is 1; it must be from 256"),
        ("once = yes", [:], "there is no setting “once”"),
        ("password-file = /nowhere/at/all", [:], "line 1: password-file: Cannot read /nowhere/at/all: No such file"),
        ("forms = /nowhere/at/all", [:], "line 1: forms: /nowhere/at/all: cannot be read: No such file"),
    ])
    func aWrongValueStopsTheStartAndIsNamed(text: String, environment: [String: String], sentence: String) async throws
    {
        try write(text)
        // Nothing but the daemon and what tells of it reads the files that are named.
        for command in text.contains("/nowhere") ? ["config", "watch"] : ["config", "watch", "status"] {
            let output = try await run([command], environment)
            #expect(output.exitCode == EX_CONFIG, "\(command)")
            #expect(output.standardError.contains(sentence), "\(output.standardError)")
        }
    }

    @Test func aFileThatIsAskedForMustBeThereAndAVariableMayBeUnknown() async throws {
        let missing = try await run(["config"])
        #expect(missing.exitCode == EX_CONFIG)
        #expect(missing.standardError.contains("budgetd.conf cannot be read"))
        let none = try await run(["config"], ["BUDGETD_CONFIG": "", "BUDGETD_SERVICE_PORT": "80"])
        #expect(none.exitCode == 0)
        #expect(none.standardError.contains("budgetd: BUDGETD_SERVICE_PORT is no setting.\n"))
        try write("poll = 7")
        let named = try await run(["config", "--config=\(file.path)"], ["BUDGETD_CONFIG": "/nowhere"])
        #expect(named.text.contains("poll             7  "), "\(named.text)")
    }

    @Test func helpIsThereWhateverTheSettingsAre() async throws {
        try write("poll = soon")
        let help = try await run(["watch", "--help"])
        #expect(help.exitCode == 0)
        #expect(help.text.contains("--second-look"))
    }

    @Test func editorsOfWindowsAndOtherEncodings() async throws {
        try Data([0xEF, 0xBB, 0xBF] + Array("poll = 7\r\n".utf8)).write(to: file)
        #expect(try await inForce([])["poll"] == ["7", "file 1"])
        try Data(Array("inbox = /".utf8) + [0xCA, 0xD5]).write(to: file)
        #expect(try await run(["config"]).standardError.contains("line 1 is not in UTF-8"))
    }

    @Test func parseKnowsNothingOfSettings() async throws {
        try write("nonsense")
        let output = try await run(["parse", Files.fixture("goals-open.pdf")])
        #expect(output.exitCode == 0)
    }

    @Test func aReloadTakesNewSettingsAndKeepsTheOldOnesWhereTheyAreWrong() async throws {
        let workshop = try Workshop()
        let forms = workshop.outside("forms")
        try FileManager.default.createDirectory(at: forms, withIntermediateDirectories: true)
        let form = forms.appending(path: "own.json")
        try Data(#"{ "key": "own", "layout": "rows", "titles": ["自有表"], "columns": [] }"#.utf8).write(to: form)
        try write("jobs = 1\nforms = \(forms.path)\n")
        let (_, log) = try await workshop.daemon("--config", file.path) { daemon in
            #expect(try await eventually { try workshop.statusNumber("jobs") == 1 })
            try write("jobs = 3\nforms = \(forms.path)\nmetrics = /elsewhere\n")
            daemon.send(SIGHUP)
            #expect(try await eventually { try workshop.statusNumber("jobs") == 3 })
            try write("jobs = none\n")
            daemon.send(SIGHUP)
            #expect(try await eventually { workshop.log.contains("nothing is reloaded: \(file.path), line 1") })
            // A form that was broken since is not in force.
            try Data("{}".utf8).write(to: form)
            try write("forms = \(forms.path)\n")
            daemon.send(SIGHUP)
            #expect(
                try await eventually {
                    workshop.log.contains("nothing is reloaded: \(file.path), line 1: forms: own.json: the field")
                })
            try workshop.drop(Workshop.release(0), as: "a.txt")
            #expect(try await eventually { try workshop.statusNumber("archived") == 1 })
            #expect(try workshop.statusNumber("jobs") == 3)
        }
        #expect(log.contains("reloaded"))
        #expect(log.contains("metrics is changed by a restart only: - stays in force"))
        #expect(!log.contains("nothing can be taken"))
    }
}
