import FileKeeping
import Foundation
import SystemPackage
import Testing

@testable import Intake

/// A folder that is gone when the test ends.
final class TemporaryFolder {
    let path: FilePath

    init() throws {
        let url = FileManager.default.temporaryDirectory.appending(path: "budgetd-tests-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = FilePath(url.path(percentEncoded: false))
    }

    deinit { try? FileManager.default.removeItem(atPath: path.string) }

    func write(_ text: String, to name: String) throws {
        let url = URL(filePath: path.appending(name).string)
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: url)
    }
}

@Suite struct InboxTests {
    @Test func filesSettleWhenNothingChangesThem() async throws {
        let folder = try TemporaryFolder()
        try folder.write("甲", to: "a.txt")
        var inbox = Inbox(root: folder.path, settling: .seconds(2), patience: .seconds(60))
        let first = inbox.look()
        #expect(first.settled.isEmpty)
        #expect(first.unsettled == 1)
        #expect(try #require(first.nextLook) <= .seconds(2))
        var settled: [InboxFile] = []
        let end = ContinuousClock.now + .seconds(60)
        while settled.isEmpty, ContinuousClock.now < end {
            try await Task.sleep(for: inbox.look().nextLook ?? .milliseconds(10))
            settled = inbox.look().settled
        }
        #expect(settled.map(\.displayName) == ["a.txt"])
    }

    @Test func whatWasMovedInWholeIsSettledAtOnce() throws {
        let folder = try TemporaryFolder()
        try folder.write("甲", to: "a.txt")
        var inbox = Inbox(root: folder.path, settling: .seconds(3_600), patience: .seconds(3_600))
        var exceptions = Inbox.Exceptions()
        exceptions.arrivedWhole = [folder.path.appending("a.txt")]
        #expect(inbox.look(besides: exceptions).settled.count == 1)
    }

    @Test(arguments: [("Résumé 2026.PDF", "Re\u{301}sume\u{301} 2026.pdf.META.json"), ("a.pdf", "a.pdf.META.JSON")])
    func aSidecarBelongsToItsDocumentInAnyForm(document: String, sidecar: String) throws {
        let folder = try TemporaryFolder()
        try folder.write("甲", to: document)
        try folder.write("{}", to: sidecar)
        var inbox = Inbox(root: folder.path, settling: .zero, patience: .zero)
        let settled = inbox.look().settled
        #expect(settled.map(\.displayName) == [document])
        #expect(settled.first?.sidecarPath == folder.path.appending(sidecar))
    }

    @Test func temporaryNamesLinksAndFoldersAreLeftAlone() throws {
        let folder = try TemporaryFolder()
        for name in [
            ".x.tmp", "a.part", "b~", "c.crdownload", ".stfolder/d.pdf", "@eaDir/e.pdf", "$RECYCLE.BIN/S-1/f.pdf",
            "System Volume Information/g.pdf", "h.pdf:Zone.Identifier", "Desktop.ini", "Thumbs.db", "~$i.pdf",
            "j.pdf.downloading", "k.pdf.td", "l.pdf.!qB", "m.pdf.bc!", ".Trash-1000/n.pdf", "._o.pdf", ".DS_Store",
        ] {
            try folder.write("甲", to: name)
        }
        try FileManager.default.createSymbolicLink(
            atPath: folder.path.appending("l.pdf").string, withDestinationPath: "/etc/hostname")
        try folder.write("甲", to: "sub/x.pdf/f.txt")
        var inbox = Inbox(root: folder.path, settling: .zero, patience: .zero)
        #expect(inbox.look().settled.map(\.inboxName) == ["sub/x.pdf/f.txt"])
    }

    @Test func aFileThatWasReplacedIsNotRemoved() throws {
        let folder = try TemporaryFolder()
        try folder.write("甲", to: "a.txt")
        var inbox = Inbox(root: folder.path, settling: .zero, patience: .zero)
        let file = try #require(inbox.look().settled.first)
        try FileManager.default.removeItem(atPath: file.path.string)
        try folder.write("乙乙", to: "a.txt")
        try Inbox.remove(file, sha256: FileDigest.sha256(of: Array("甲".utf8)))
        #expect(try String(contentsOfFile: file.path.string, encoding: .utf8) == "乙乙")
        let new = try #require(inbox.look().settled.first)
        try Inbox.remove(new, sha256: FileDigest.sha256(of: Array("另".utf8)))
        #expect(try String(contentsOfFile: file.path.string, encoding: .utf8) == "乙乙", "other bytes stay")
        let again = try #require(inbox.look().settled.first)
        try Inbox.remove(again, sha256: FileDigest.sha256(of: Array("乙乙".utf8)))
        #expect(inbox.look().settled.isEmpty)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path.string).isEmpty)
    }

    @Test func whatACrashLeftHalfRemovedIsBack() throws {
        let folder = try TemporaryFolder()
        try folder.write("甲", to: TemporaryName.taken + "a.txt")
        var inbox = Inbox(root: folder.path, settling: .zero, patience: .zero)
        #expect(inbox.recover().isEmpty)
        #expect(inbox.look().settled.map(\.displayName) == ["a.txt"])
    }
}

extension InboxTests {
    @Test func aTakenFileWhoseNameIsInUseGetsAnother() throws {
        let folder = try TemporaryFolder()
        try folder.write("甲", to: TemporaryName.taken + "a.txt")
        try folder.write("乙", to: "a.txt")
        var inbox = Inbox(root: folder.path, settling: .zero, patience: .zero)
        #expect(inbox.recover().isEmpty)
        #expect(Set(inbox.look().settled.map(\.displayName)) == ["a.txt", "a (1).txt"])
    }

    @Test func linksToFoldersAreNotFollowed() throws {
        let folder = try TemporaryFolder()
        for name in ["a", "b"] {
            try FileManager.default.createSymbolicLink(
                atPath: folder.path.appending(name).string, withDestinationPath: ".")
        }
        var inbox = Inbox(root: folder.path, settling: .zero, patience: .zero)
        #expect(inbox.recover().isEmpty)
        #expect(inbox.look().folders == [folder.path])
    }
}

@Suite struct ArchiveNameTests {
    @Test func longNamesAreCutAtACharacter() {
        let stem = String(repeating: "预", count: 90)
        let fitted = Archive.fitting(stem, besides: 13)
        #expect(fitted.utf8.count <= 242)
        #expect(fitted == String(repeating: "预", count: 80))
    }

    @Test func aSecondDaemonIsRefused() throws {
        let folder = try TemporaryFolder()
        let archive = try Archive(opening: folder.path)
        #expect(throws: IntakeError.archiveInUse(folder.path)) { try Archive(opening: folder.path) }
        archive.close()
        try Archive(opening: folder.path).close()
    }
}
