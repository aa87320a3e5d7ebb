import Foundation
import Glibc
import Subprocess
import TestSupport
import Testing

/// What the daemon tells the service manager that started it.
@Suite(.serialized, .timeLimit(.minutes(5)))
struct ServiceTests {
    private let address = "@budgetd-test-\(UUID().uuidString)"

    private func environment(watchdog: Duration? = nil) -> [String: String] {
        var environment = ["NOTIFY_SOCKET": address]
        environment["WATCHDOG_USEC"] = watchdog.map { "\(Int($0 / .microseconds(1)))" }
        return environment
    }

    /// Messages until one begins like this, it included.
    private func hear(_ beginning: String, from listener: DatagramListener) async -> [String] {
        var heard: [String] = []
        while let message = await listener.next(within: .seconds(30)) {
            heard.append(message)
            if message.hasPrefix(beginning) { break }
        }
        return heard
    }

    @Test func saysWhenItIsReadyReloadsAndStops() async throws {
        let listener = try DatagramListener(at: address)
        let workshop = try Workshop()
        try workshop.drop(Workshop.release(0), as: "a.txt")
        let (status, _) = try await workshop.daemon(environment: environment()) { daemon in
            let start = await hear("READY=1", from: listener)
            #expect(start.last == "READY=1")
            #expect(!start.contains { $0.hasPrefix("WATCHDOG") })
            #expect(start.contains { $0.hasPrefix("STATUS=") })
            let isArchived = try await eventually { try workshop.statusNumber("archived") == 1 }
            #expect(isArchived)
            let watching = await hear("STATUS=watching \(workshop.inbox.path); 1 archived, 0 rejected", from: listener)
            #expect(watching.last?.hasPrefix("STATUS=watching") == true)
            daemon.send(SIGHUP)
            let reload = await hear("READY=1", from: listener)
            #expect(reload.contains { $0.hasPrefix("RELOADING=1\nMONOTONIC_USEC=") })
            #expect(reload.last == "READY=1")
            daemon.send(SIGTERM)
            #expect(await hear("STOPPING=1", from: listener).last == "STOPPING=1")
        }
        #expect(status == .exited(0))
    }

    @Test func aLedgerThatIsMadeAnewDoesNotDelayTheStart() async throws {
        let workshop = try Workshop()
        try workshop.drop(Workshop.release(0), as: "a.txt")
        #expect(try await workshop.once().status == .exited(0))
        try FileManager.default.removeItem(at: workshop.archive.appending(path: ".budgetd/ledger.sqlite"))
        let faults = try await Faults(in: workshop.outside("faults"))
        let record = try #require(workshop.archived.first { $0.hasSuffix("/document.json") })
        try faults.begin(Faults.Rule("open", 0, record))
        let listener = try DatagramListener(at: address)
        let environment = environment().merging(faults.environment) { $1 }
        async let daemon = workshop.daemon(environment: environment) { _ in }
        #expect(await hear("READY=1", from: listener).last == "READY=1")
        let status = "STATUS=reading the archive into the ledger: 0 documents"
        #expect(await hear(status, from: listener).last == status)
        try faults.end()
        #expect(await hear("STATUS=watching", from: listener).last?.contains("1 archived") == true)
        #expect(try await daemon.status == .exited(0))
    }

    @Test func aLoopThatHangsIsSilent() async throws {
        let workshop = try Workshop()
        let faults = try await Faults(in: workshop.outside("faults"))
        let listener = try DatagramListener(at: address)
        let watched = environment(watchdog: .seconds(3)).merging(faults.environment) { $1 }
        try await workshop.daemon(environment: watched) { _ in
            // At rest it beats thrice in the time.
            for _ in 0..<3 { #expect(await hear("WATCHDOG=1", from: listener).last == "WATCHDOG=1") }
            try faults.begin(Faults.Rule("list", 0, workshop.inbox.path))
            try workshop.drop(Workshop.release(0), as: "a.txt")
            // What was said before comes first; then nothing for longer than the manager waits.
            while await listener.next(within: .seconds(4)) != nil {}
            try faults.end()
            #expect(await hear("WATCHDOG=1", from: listener).last == "WATCHDOG=1")
            #expect(try await eventually { try workshop.statusNumber("archived") == 1 })
        }
    }
}
