import Glibc
import Sentences

/// A line at the bottom of a terminal that says how far long work is; nothing where standard error is no terminal.
struct ProgressBar {
    private let isShown = isatty(STDERR_FILENO) == 1
    private let what: String
    private let total: Int?
    private var lastDrawn = ContinuousClock.now - .seconds(1)

    /// - Parameters:
    ///   - what: the code of what is done.
    ///   - total: how many there are, where that is known.
    init(_ what: String, total: Int? = nil) {
        self.what = what
        self.total = total
    }

    mutating func show(_ done: Int) {
        let now = ContinuousClock.now
        guard isShown, now - lastDrawn > .milliseconds(100) || done == total else { return }
        lastDrawn = now
        var line = "\r\u{1B}[K"
        if let total {
            let width = 30
            let filled = total > 0 ? min(width, done * width / total) : width
            line += Sentences.text("progress.of", Sentences.text(what), "\(done)", "\(total)") + " ["
            line += String(repeating: "█", count: filled) + String(repeating: " ", count: width - filled) + "]"
        } else {
            line += Sentences.text("progress.count", Sentences.text(what), "\(done)")
        }
        Terminal.sayPart(line)
    }

    /// Clears the line.
    func end() {
        if isShown { Terminal.sayPart("\r\u{1B}[K") }
    }
}
