import Foundation
import Systemd
import TestSupport
import Testing

@Suite struct ServiceManagerTests {
    @Test func saysNothingWhereNobodyListens() {
        let manager = ServiceManager(environment: ["WATCHDOG_USEC": "1000000"])
        #expect(manager.watchdog == nil)
        manager.ready()
    }

    private static let watchdogs: [(String, String?, Duration?)] = [
        ("5000000", nil, .seconds(5)), ("5000000", "7", .seconds(5)), ("5000000", "8", nil), ("0", "7", nil),
        ("soon", "7", nil),
    ]

    @Test(arguments: watchdogs)
    func keepsTheWatchdogThatIsMeantForIt(time: String, process: String?, expected: Duration?) {
        var environment = ["NOTIFY_SOCKET": "/nowhere", "WATCHDOG_USEC": time]
        environment["WATCHDOG_PID"] = process
        #expect(ServiceManager(environment: environment, process: 7).watchdog == expected)
    }

    @Test(arguments: [true, false])
    func speaksToSocketsOfBothKinds(isAbstract: Bool) async throws {
        let name = "budgetd-test-\(UUID().uuidString)"
        let address = isAbstract ? "@\(name)" : "/tmp/\(name)"
        let listener = try DatagramListener(at: address)
        let manager = ServiceManager(environment: ["NOTIFY_SOCKET": address])
        manager.ready()
        manager.status("3 waiting\n2 in work")
        manager.isAlive()
        manager.reloading()
        manager.stopping()
        #expect(await listener.next() == "READY=1")
        #expect(await listener.next() == "STATUS=3 waiting 2 in work")
        #expect(await listener.next() == "WATCHDOG=1")
        let reloading = try #require(await listener.next())
        #expect(reloading.hasPrefix("RELOADING=1\nMONOTONIC_USEC="))
        #expect(try #require(Int(reloading.split(separator: "=").last ?? "")) > 0)
        #expect(await listener.next() == "STOPPING=1")
    }
}

@Suite struct JournalEntryTests {
    @Test func writesFieldsAsTheJournalReadsThem() async throws {
        var entry = JournalEntry(message: "archived 甲.pdf", priority: 6, identifier: "budgetd")
        entry.add("budgetd_file-name", "a\nb")
        var expected = Array("MESSAGE=archived 甲.pdf\nPRIORITY=6\nSYSLOG_IDENTIFIER=budgetd\nBUDGETD_FILE_NAME\n".utf8)
        expected += [3, 0, 0, 0, 0, 0, 0, 0] + Array("a\nb\n".utf8)
        #expect(entry.bytes == expected)
        let address = "@budgetd-test-\(UUID().uuidString)"
        let listener = try DatagramListener(at: address)
        #expect(entry.send(to: address))
        #expect(await listener.next()?.utf8.elementsEqual(expected) == true)
        #expect(!entry.send(to: "/nowhere/at/all"))
    }
}
