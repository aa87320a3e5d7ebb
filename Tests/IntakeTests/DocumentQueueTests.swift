import Glibc
import Sentences
import SystemPackage
import Testing

@testable import Intake

@Suite struct DocumentQueueTests {
    private func file(_ path: String, changed: Int = 0) -> InboxFile {
        let path = FilePath(path)
        var signature = InboxFile.Signature(.init())
        signature.changed = changed
        return InboxFile(path: path, folders: path.removingLastComponent().components.map { $0 }, signature: signature)
    }

    @Test func foldersTakeTurns() {
        var queue = DocumentQueue()
        queue.refill(with: (0..<5).map { file("a/\($0)") } + [file("b/0"), file("c/0")])
        let order = (0..<7).compactMap { _ in queue.next()?.path.string }
        #expect(order == ["a/0", "b/0", "c/0", "a/1", "a/2", "a/3", "a/4"])
        #expect(queue.next() == nil)
    }

    @Test func theFolderThatWasServedLastWaitsLongest() {
        var queue = DocumentQueue()
        let files = [file("a/0"), file("a/1"), file("b/0"), file("b/1")]
        queue.refill(with: files)
        #expect(queue.next()?.path.string == "a/0")
        queue.refill(with: Array(files.dropFirst()))
        #expect(queue.next()?.path.string == "b/0")
        queue.refill(with: [files[1], files[3]])
        #expect(queue.next()?.path.string == "a/1")
    }
}

@Suite struct EscapedTests {
    @Test(arguments: [
        ("预算.pdf", "预算.pdf"), ("a\nb", #"a\u{a}b"#), ("\u{1B}[2J", #"\u{1b}[2J"#), ("a\u{202E}fdp", #"a\u{202e}fdp"#),
    ])
    func whatMovesACursorIsSpelledOut(text: String, shown: String) {
        #expect(Escaped(text).description == shown)
    }
}
