import Glibc
import ReadingCell

extension Probe {
    /// Tries it. Comes back only where something has held it.
    func attempt(parent: Int32) {
        switch self {
        case .readFile: expectFailure(open("/etc/passwd", O_RDONLY))
        case .writeFile:
            let path = "/tmp/budgetd-probe-\(getpid())"
            let file = open(path, O_WRONLY | O_CREAT | O_EXCL, 0o600)
            if file >= 0 { unlink(path) }
            expectFailure(file)
        case .networkSocket: expectFailure(socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0))
        case .localSocket: expectFailure(socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0))
        case .fork: spawn()
        case .execute:
            var arguments: [UnsafeMutablePointer<CChar>?] = [strdup("false"), nil]
            // It ends with the code for what went through.
            execv("/bin/false", &arguments)
        case .signal: expectFailure(kill(parent, 0))
        case .code:
            let pages = mmap(nil, 4_096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
            expectFailure(pages == MAP_FAILED ? -1 : 0)
        case .memory:
            let pages = mmap(nil, 2 << 30, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
            expectFailure(pages == MAP_FAILED ? -1 : 0)
        case .swell:
            var kept: [[UInt8]] = []
            while kept.count < 1 << 20 { kept.append([UInt8](repeating: 1, count: 1 << 20)) }
            exit(Self.wentThrough)
        case .loop:
            var turns: UInt64 = 0
            while turns < .max { turns += 1 }
        }
    }

    private func expectFailure(_ result: Int32) {
        if result >= 0 { exit(Self.wentThrough) }
    }

    private func spawn() {
        var child: pid_t = 0
        var arguments: [UnsafeMutablePointer<CChar>?] = [strdup("true"), nil]
        expectFailure(posix_spawn(&child, "/bin/true", nil, nil, &arguments, nil) == 0 ? 0 : -1)
    }
}
