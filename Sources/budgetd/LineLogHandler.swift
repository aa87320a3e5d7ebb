import ArchiveReading
import Glibc
import Intake
import Logging

/// One line an event on standard error. Where that is the journal of systemd, with its priority in front and without
/// a time, which the journal has itself.
struct LineLogHandler: LogHandler {
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.info
    private let isJournal: Bool

    init(isJournal: Bool = Self.errorIsJournal) { self.isJournal = isJournal }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let all = metadata.merging(event.metadata ?? [:]) { $1 }
        var line = isJournal ? "<\(event.level.priority)>" : "\(Timestamp.now()) \(event.level.rawValue) "
        line += "\(Escaped(event.message.description))"
        for (key, value) in all.sorted(by: { $0.key < $1.key }) { line += " \(key)=\(Escaped("\(value)"))" }
        Terminal.say(line)
    }

    /// Whether standard error is the stream that systemd names in `JOURNAL_STREAM` (systemd.exec(5)).
    private static var errorIsJournal: Bool {
        guard let stream = getenv("JOURNAL_STREAM") else { return false }
        var status = stat()
        guard fstat(STDERR_FILENO, &status) == 0 else { return false }
        return String(cString: stream) == "\(status.st_dev):\(status.st_ino)"
    }
}

extension Logger.Level {
    /// The priority of syslog(3) that sd-daemon(3) reads in front of a line.
    fileprivate var priority: Int {
        switch self {
        case .trace, .debug: 7
        case .info: 6
        case .notice: 5
        case .warning: 4
        case .error: 3
        case .critical: 2
        }
    }
}
