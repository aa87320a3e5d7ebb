import ArgumentParser
import BudgetRelease
import Dispatch
import Glibc
import Intake
import Sentences
import Synchronization
import SystemPackage

struct BatchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.of("batch")

    @OptionGroup var reading: ReadingOptions
    @OptionGroup var jobs: JobsOption

    @Flag(name: .customLong("files0"), help: .of("batch.files0"))
    var filesByZeros = false

    /// Records that may wait for one before them, for each document that is read at a time.
    private static let ahead = 8

    private enum Event: Sendable {
        case request([UInt8]?)
        case record(Int, Record)
    }

    /// What comes of a request.
    private struct Record: Sendable {
        var line: [UInt8]
        /// What the command ends with for it.
        var exitCode = ExitCode.success
    }

    func run() async throws {
        signal(SIGPIPE, SIG_IGN)
        let worker = DocumentWorker(try reading.terms())
        let input = RequestReader(separator: filesByZeros ? 0 : UInt8(ascii: "\n"))
        let (isList, jobs) = (filesByZeros, jobs.count)
        let worst = await withTaskGroup(of: Event.self) { group in
            var worst = ExitCode.success
            var (asked, written, running) = (0, 0, 0)
            var (isReading, isAtEnd) = (false, false)
            var waiting: [Int: Record] = [:]
            while true {
                if !isReading, !isAtEnd, running < jobs, asked - written < jobs * Self.ahead {
                    isReading = true
                    group.addTask { .request(await input.next()) }
                }
                switch await group.next() {
                case nil: return worst
                case .request(nil):
                    (isReading, isAtEnd) = (false, true)
                case .request(let request?):
                    isReading = false
                    let number = asked
                    asked += 1
                    running += 1
                    group.addTask { .record(number, await Self.record(of: request, isPath: isList, worker)) }
                case .record(let number, let record):
                    running -= 1
                    waiting[number] = record
                    while let next = waiting.removeValue(forKey: written) {
                        Terminal.write(next.line)
                        written += 1
                        if next.exitCode.rawValue > worst.rawValue { worst = next.exitCode }
                    }
                }
            }
        }
        await worker.end()
        throw worst
    }

    private struct Request: Decodable {
        var path: String
        var name: String?
        /// Comes back with the record.
        var id: String?
    }

    /// A release or a problem on one line.
    private static func record(of request: [UInt8], isPath: Bool, _ worker: DocumentWorker) async -> Record {
        let path: FilePath
        var name: String?
        var id: String?
        if isPath {
            path = request.withUnsafeBytes { bytes in
                FilePath(platformString: bytes.map { CChar(bitPattern: $0) } + [0])
            }
        } else if let decoded = try? ContractDecoding.decode(Request.self, from: request) {
            (path, name, id) = (FilePath(decoded.path), decoded.name, decoded.id)
        } else {
            let said = String(decoding: request.prefix(200), as: UTF8.self)
            return record(of: Problem(.requestInvalid, details: [said], file: ""))
        }
        let shown = name ?? path.lastComponent?.string ?? path.string
        var record = await record(of: path, shown: shown, worker)
        if isPath || id != nil {
            // In front of the members of the release or problem, which stay as `parse` writes them.
            let request = JSON.object(["id": JSON(id), "path": .string(path.string)]).utf8()
            record.line = Array("{\"request\":".utf8) + request + [UInt8(ascii: ",")] + record.line.dropFirst()
        }
        return record
    }

    private static func record(of path: FilePath, shown: String, _ worker: DocumentWorker) async -> Record {
        switch OpenedDocument.open(path, shown: shown) {
        case .problem(let problem): return record(of: problem)
        case .opened(let descriptor):
            defer { try? descriptor.close() }
            switch await worker.read(descriptor, name: shown) {
            case .release(let json, _): return Record(line: json)
            case .problem(let problem), .failure(_, let problem): return record(of: problem)
            case .interrupted: return record(of: Problem(.unreadable, details: ["interrupted"], file: shown))
            }
        }
    }

    private static func record(of problem: Problem) -> Record {
        Record(line: problem.json.utf8() + [0x0A], exitCode: problem.exitCode)
    }
}

/// Requests from standard input, one after the other, each as soon as it is whole.
private final class RequestReader: Sendable {
    private let separator: UInt8
    private let buffer = Mutex<[UInt8]>([])

    init(separator: UInt8) { self.separator = separator }

    /// The next request; nil at the end. To be called by one task at a time.
    func next() async -> [UInt8]? {
        // Waited for on a thread of its own: the tasks of the program share a few.
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async { [self] in continuation.resume(returning: read()) }
        }
    }

    private func read() -> [UInt8]? {
        while true {
            if let request = take(isAtEnd: false) { return request }
            var part = [UInt8](repeating: 0, count: 1 << 16)
            let count = Glibc.read(STDIN_FILENO, &part, part.count)
            if count < 0, errno == EINTR { continue }
            if count <= 0 { return take(isAtEnd: true) }
            buffer.withLock { $0 += part[..<count] }
        }
    }

    /// The first request in the buffer that says something.
    private func take(isAtEnd: Bool) -> [UInt8]? {
        buffer.withLock { buffer in
            while let end = buffer.firstIndex(of: separator) {
                let request = Array(buffer[..<end])
                buffer.removeSubrange(...end)
                if !request.isEmpty { return request }
            }
            guard isAtEnd, !buffer.isEmpty else { return nil }
            defer { buffer = [] }
            return buffer
        }
    }
}
