import ArchiveReading
import BudgetRelease
import FileKeeping
import FlyingFox
import FlyingSocks
import Foundation
import Glibc
import Intake
import ReadingCell
import ReviewPage
import Sentences
import SystemPackage

/// Serves the page on this machine alone, as long as whoever started it stays. Internal to `budgetd review`, which checks its
/// arguments: `archive=`, `user=`, `open=yes|no`, `name=` for each release that is looked for, or `static=` and a folder.
enum ReviewProgram {
    private struct Order {
        var archive: FilePath = ""
        var user = ""
        var opens = false
        var names: [String] = []
        var folder: FilePath?

        init(_ arguments: [String]) {
            for argument in arguments {
                let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(
                    String.init)
                guard parts.count == 2 else { continue }
                switch parts[0] {
                case "archive": archive = FilePath(parts[1])
                case "user": user = parts[1]
                case "open": opens = parts[1] == "yes"
                case "name": names.append(parts[1])
                case "static": folder = FilePath(parts[1])
                default: continue
                }
            }
        }
    }

    static func run(_ arguments: [String]) async -> Never {
        signal(SIGPIPE, SIG_IGN)
        let order = Order(arguments)
        let layout = ArchiveLayout(root: order.archive)
        do {
            if let folder = order.folder {
                try await write(layout, to: folder, order.names)
            } else {
                try await serve(layout, order)
            }
            exit(EXIT_SUCCESS)
        } catch let error as FileError {
            say(Sentences.text("command.failed", "\(error)"))
            exit(EX_IOERR)
        } catch {
            say(Sentences.text("command.failed", "\(error)"))
            exit(EX_SOFTWARE)
        }
    }

    private static func say(_ line: String) { FileHandle.standardError.write(Data((line + "\n").utf8)) }

    private static let painter: ReviewSite.Painter = { source, name, page, scale in
        let file = try FileDescriptor.open(source, .readOnly, options: [.closeOnExec, .noFollow])
        defer { try? file.close() }
        let shown = try await DocumentWorker().show(file, page: page, scale: scale, name: name)
        return (shown.picture, shown.words)
    }

    private static func digests(of names: [String], in layout: ArchiveLayout) -> Set<String>? {
        guard !names.isEmpty else { return nil }
        return Set(names.flatMap { ReleaseLookup.releases(called: $0, in: layout) }.map(\.record.sha256))
    }

    private static func write(_ layout: ArchiveLayout, to folder: FilePath, _ names: [String]) async throws {
        let isTerminal = isatty(STDERR_FILENO) == 1
        let count = try await StaticSite(layout, painter: painter).write(
            to: folder, only: digests(of: names, in: layout)
        ) {
            if isTerminal { FileHandle.standardError.write(Data("\r\($0)".utf8)) }
        }
        say((isTerminal ? "\r" : "") + Sentences.text("list.count", "\(count)"))
    }

    private static func serve(_ layout: ArchiveLayout, _ order: Order) async throws {
        let desk = CorrectionDesk(layout)
        let site = ReviewSite(
            layout, user: order.user, painter: painter,
            clerk: { correction, document, sha256 in
                switch try await desk.hand(in: correction, of: document, sha256: sha256) {
                case .published: nil
                case .refused(let why): why
                case .waiting: Sentences.text("correct.waiting")
                }
            },
            now: { (RandomName.make(bytes: 8), Timestamp.now()) })
        let token = RandomName.make(bytes: 16)
        let server = HTTPServer(
            address: try .inet(ip4: "127.0.0.1", port: 0), timeout: 120, logger: .disabled,
            handler: Gate(site: site, token: token))
        let running = Task { try await server.run() }
        try await server.waitUntilListening()
        guard case .ip4(_, let port) = await server.listeningAddress else {
            throw FileError(.open, "127.0.0.1", errno: EADDRNOTAVAIL)
        }
        var address = "http://127.0.0.1:\(port)/\(token)/"
        if let digests = digests(of: order.names, in: layout), digests.count == 1, let one = digests.first {
            address += "#/r/\(one)"
        }
        print(address)
        fflush(nil)
        say(Sentences.text("review.running"))
        let door = order.opens ? try? Door(to: address) : nil
        defer { door?.close() }
        try await running.value
    }
}
