import ArchiveReading
import ArgumentParser
import BudgetRelease
import FileKeeping
import Glibc
import Sentences
import SystemPackage

struct FeedCommand: AsyncParsableCommand, ConfiguredCommand {
    static let configuration = CommandConfiguration.of("feed")

    @OptionGroup var archive: ArchiveOption
    @OptionGroup var settings: SettingsOption

    @Option(help: .of("feed.after", value: "sequence"))
    var after = 0

    @Flag(help: .of("feed.follow"))
    var follow = false

    func run() async throws {
        let layout = try archive.layout()
        var events = FeedFollower(layout, after: after)
        do {
            while true {
                if let line = try events.next() {
                    Terminal.write(line + [0x0A])
                } else if follow {
                    try await events.wait()
                } else {
                    return
                }
            }
        } catch let error as FileError {
            Terminal.complain("\(error)")
            throw ExitCode(EX_IOERR)
        }
    }
}

/// The feed of an archive, which may not have one yet, from a place on.
struct FeedFollower: ~Copyable {
    private let layout: ArchiveLayout
    private var after: Int
    private var reader: FeedReader?

    init(_ layout: ArchiveLayout, after: Int) {
        self.layout = layout
        self.after = after
    }

    /// The next whole line; nil where there is none yet.
    ///
    /// - Throws: `Failure` where the feed ends before the place: it is not the feed that the place is of.
    mutating func next() throws -> [UInt8]? {
        if reader == nil {
            guard FileOperations.exists(layout.feed) else { return nil }
            let opened = try FeedReader(at: layout.feed, after: after)
            if after > 0, try opened.lastSequence() < after {
                throw Failure(Sentences.text("feed.other", layout.feed.string, "\(after)"), EX_DATAERR)
            }
            reader = consume opened
        }
        guard let line = try reader?.next() else {
            // Somebody may have put another file in its place.
            if reader?.isReplaced ?? false { reader = nil }
            return nil
        }
        after = FeedLine(line)?.sequence ?? after
        return line
    }

    /// Waits before the feed is looked at again. It may lie on a file system that does not tell of changes.
    func wait() async throws {
        try await Task.sleep(for: .milliseconds(250))
    }
}
