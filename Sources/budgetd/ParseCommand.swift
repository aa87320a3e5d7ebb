import ArgumentParser
import BudgetRelease
import Glibc
import Intake
import SystemPackage

struct ParseCommand: AsyncParsableCommand {
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case json, ndjson, table
    }

    static let configuration = CommandConfiguration.of("parse")

    @Argument(help: .of("parse.files", value: "file"))
    var files: [String]

    @Option(help: .of("parse.format"))
    var format: Format?

    @Option(help: .of("parse.name", value: "name"))
    var name: String?

    @OptionGroup var reading: ReadingOptions

    func run() async throws {
        signal(SIGPIPE, SIG_IGN)
        let format = format ?? (files.count > 1 ? .ndjson : .json)
        let isPretty = format == .json && Terminal.outputIsTerminal
        var worst = ExitCode.success
        let worker = DocumentWorker(try reading.terms())
        for file in files {
            let shown = name ?? (file == "-" ? "stdin" : FilePath(file).lastComponent?.string ?? file)
            let answer: DocumentWorker.Answer
            switch file == "-" ? .opened(.standardInput) : OpenedDocument.open(FilePath(file), shown: shown) {
            case .opened(let descriptor):
                let progress = PictureProgressLine()
                answer = await worker.read(descriptor, name: shown, isPretty: isPretty) { progress.show($0) }
                progress.end()
                if file != "-" { try? descriptor.close() }
            case .problem(let problem):
                answer = .problem(problem)
            }
            switch answer {
            case .release(let json, _):
                if format == .table {
                    let release = try ContractDecoding.decode(Release.self, from: json)
                    Terminal.write(Array(TableRendering(release).text.utf8))
                } else {
                    Terminal.write(json)
                }
            case .problem(let problem), .failure(_, let problem):
                // Who asks for JSON by name gets it of what was rejected, too.
                if let format = self.format, format != .table {
                    Terminal.write(problem.json.utf8(pretty: isPretty) + [0x0A])
                }
                Terminal.complain(of: file, problem.spoken)
                if problem.exitCode.rawValue > worst.rawValue { worst = problem.exitCode }
            case .interrupted:
                throw ExitCode(EX_TEMPFAIL)
            }
        }
        await worker.end()
        throw worst
    }
}

/// Opens a document without ever blocking on it or following what is no file.
enum OpenedDocument {
    case opened(FileDescriptor)
    case problem(Problem)

    static func open(_ path: FilePath, shown: String) -> OpenedDocument {
        let descriptor = path.withPlatformString { Glibc.open($0, O_RDONLY | O_NONBLOCK | O_CLOEXEC) }
        guard descriptor >= 0 else {
            let code: ProblemCode = errno == ENOENT || errno == ENOTDIR ? .missing : .unreadable
            return .problem(Problem(code, details: [String(cString: strerror(errno))], file: shown))
        }
        var status = stat()
        let kind = fstat(descriptor, &status) == 0 ? status.st_mode & S_IFMT : 0
        if kind == S_IFREG { return .opened(FileDescriptor(rawValue: descriptor)) }
        close(descriptor)
        let what =
            switch kind {
            case S_IFDIR: "folder"
            case S_IFIFO: "pipe"
            case S_IFSOCK: "socket"
            default: "device"
            }
        return .problem(Problem(.notAFile, details: [what], file: shown))
    }
}

extension Problem {
    /// The exit code of sysexits.h that says the same.
    var exitCode: ExitCode {
        switch code {
        case .missing, .unreadable, .notAFile: ExitCode(EX_NOINPUT)
        case .installation: ExitCode(EX_UNAVAILABLE)
        case .formInvalid: ExitCode(EX_CONFIG)
        default: ExitCode(EX_DATAERR)
        }
    }
}
