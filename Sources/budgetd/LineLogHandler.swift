import ArchiveReading
import Glibc
import Intake
import Logging
import Sentences
import Systemd

/// One line an event on standard error. Where that is the journal of systemd, an entry with fields that can be searched
/// for, or if the journal does not take it a line with its priority in front.
struct LineLogHandler: LogHandler {
    static let identifier = "budgetd"

    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.info
    private let isJournal: Bool
    /// On a terminal an event is one sentence.
    private let isForPerson: Bool

    init(isJournal: Bool = Self.errorIsJournal, isForPerson: Bool = isatty(STDERR_FILENO) == 1) {
        self.isJournal = isJournal
        self.isForPerson = isForPerson && !isJournal
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let fields = metadata.merging(event.metadata ?? [:]) { $1 }.sorted { $0.key < $1.key }
        let message = "\(Escaped(event.message.description))"
        if isJournal {
            var entry = JournalEntry(message: message, priority: event.level.priority, identifier: Self.identifier)
            for (key, value) in fields { entry.add("\(Self.identifier)_\(key)", "\(value)") }
            if entry.send() { return }
        }
        if isForPerson {
            Terminal.say(
                event.level >= .warning ? Sentences.text("log.level.\(event.level.rawValue)", message) : message)
            return
        }
        var line = isJournal ? "<\(event.level.priority)>" : "\(Timestamp.now()) \(event.level.rawValue) "
        line += message
        for (key, value) in fields { line += " \(key)=\(Escaped("\(value)"))" }
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
