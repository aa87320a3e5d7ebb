import Foundation
import SystemPackage
import Testing

@testable import Intake

/// Folders that came with documents go with them; others stay.
@Suite struct EmptiedFoldersTests {
    private struct Place {
        let root: URL
        var folders: EmptiedFolders
        var inbox: Inbox

        init(_ patience: Duration) throws {
            root = FileManager.default.temporaryDirectory.appending(path: "emptied-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
            folders = EmptiedFolders(patience: patience)
            inbox = Inbox(root: FilePath(root.path), settling: .zero, patience: .zero)
        }

        func put(_ name: String) throws {
            let path = root.appending(path: name)
            try FileManager.default.createDirectory(
                at: path.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data("x".utf8).write(to: path)
        }

        /// Takes every file that lies there.
        mutating func take(noting: Bool = true) throws {
            for file in inbox.look().settled {
                try FileManager.default.removeItem(atPath: file.path.string)
                if noting { folders.noteTaken(file) }
            }
        }

        @discardableResult
        mutating func tidy(inWork: Set<FilePath> = []) -> Duration? { folders.tidy(inbox.look(), inWork: inWork) }

        var left: [String] { (try? FileManager.default.subpathsOfDirectory(atPath: root.path).sorted()) ?? [] }
    }

    @Test func whatCameWithDocumentsGoesAndWhatWasThereStays() throws {
        var place = try Place(.zero)
        defer { try? FileManager.default.removeItem(at: place.root) }
        try place.put("standing/a.txt")
        place.tidy()
        try place.put("区/局/b.txt")
        try FileManager.default.createDirectory(
            at: place.root.appending(path: "made"), withIntermediateDirectories: true)
        try place.take()
        place.tidy()
        place.tidy()
        #expect(place.left == ["made", "standing"])
    }

    @Test func whoCopiesMoreHasTime() throws {
        var place = try Place(.seconds(600))
        defer { try? FileManager.default.removeItem(at: place.root) }
        place.tidy()
        try place.put("new/a.txt")
        try place.take()
        let waits = place.tidy()
        let rest = try #require(waits)
        #expect(rest > .seconds(500) && place.left == ["new"])
    }

    @Test func aFolderWhoseDocumentIsOnItsWayIsNotTakenForAnEmptyOne() throws {
        var place = try Place(.zero)
        defer { try? FileManager.default.removeItem(at: place.root) }
        place.tidy()
        try place.put("new/a.txt")
        let file = try #require(place.inbox.look().settled.first)
        try place.take(noting: false)
        place.tidy(inWork: [file.path])
        place.folders.noteTaken(file)
        place.tidy()
        #expect(place.left.isEmpty)
    }
}
