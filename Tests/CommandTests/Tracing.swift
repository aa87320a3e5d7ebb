import Foundation
import Glibc
import SystemPackage

/// System calls watched and made to fail by strace, which some machines do not allow.
enum Tracing {
    static let isAvailable: Bool = {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/strace")
        process.arguments = ["-f", "-o", "/dev/null", "true"]
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }()

    /// - Parameter fault: what strace's `-e inject=` takes.
    static func injecting(_ fault: String) -> [String] {
        ["strace", "-f", "-q", "-o", "/dev/null", "-e", "inject=" + fault]
    }
}

/// Programs run as another user, which only root may do.
enum OtherUser {
    /// As nobody, with all rights of root but that to leases.
    static let withoutLeases = [
        "setpriv", "--bounding-set=-lease", "--inh-caps=-lease", "--reuid=65534", "--keep-groups", "--",
    ]

    static let canRunDaemon: Bool = {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = withoutLeases + [Program.budgetd.string, "--version"]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }()
}

/// File systems of their own, which only root may mount.
enum Mounting {
    static let isAvailable: Bool = {
        let folder = NSTemporaryDirectory() + "budgetd-tests-mount-\(getpid())"
        guard mkdir(folder, 0o755) == 0 else { return false }
        defer { rmdir(folder) }
        guard mount("none", folder, "tmpfs", 0, "size=64k") == 0 else { return false }
        umount2(folder, Int32(MNT_DETACH))
        return true
    }()

    /// Mounts a small file system on a folder during the body.
    static func withSmallDisk(at folder: URL, _ body: () async throws -> Void) async throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        guard mount("none", folder.path, "tmpfs", 0, "size=4m") == 0 else { throw CocoaError(.fileWriteNoPermission) }
        defer { umount2(folder.path, Int32(MNT_DETACH)) }
        try await body()
    }
}
