import Glibc
import Sentences

/// Standard output and standard error.
enum Terminal {
    static var outputIsTerminal: Bool { isatty(STDOUT_FILENO) == 1 }

    /// Writes bytes to standard output; ends the program quietly when nobody reads them any more.
    static func write(_ bytes: [UInt8]) {
        write(bytes, to: STDOUT_FILENO)
    }

    /// Writes a line to standard error.
    static func say(_ line: String) {
        write(Array((line + "\n").utf8), to: STDERR_FILENO)
    }

    /// Says on standard error that something failed.
    static func complain(_ sentence: String) { say(Sentences.text("command.failed", sentence)) }

    /// Says on standard error that something failed for a file.
    static func complain(of file: String, _ sentence: String) {
        say(Sentences.text("command.failed_for", file, sentence))
    }

    /// Writes to standard error without ending the line.
    static func sayPart(_ text: String) {
        write(Array(text.utf8), to: STDERR_FILENO)
    }

    private static func write(_ bytes: [UInt8], to descriptor: Int32) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count > 0 {
                rest = rest.dropFirst(count)
            } else if errno == EPIPE {
                exit(EXIT_SUCCESS)
            } else if errno != EINTR {
                exit(EX_IOERR)
            }
        }
    }
}
