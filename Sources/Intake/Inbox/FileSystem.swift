import CLinux
import SystemPackage

/// What kind of file system a folder lies on.
enum FileSystem {
    /// Magic numbers of statfs(2) whose changes may be made on another machine, where inotify does not see them.
    private static let remote: [UInt64: String] = [
        0x6969: "NFS", 0xFF53_4D42: "CIFS", 0xFE53_4D42: "SMB", 0x517B: "SMB", 0x0102_1997: "9P", 0x6573_5546: "FUSE",
        0x00C3_6400: "Ceph", 0x5346_414F: "AFS",
    ]

    /// The name of the file system of a folder if it does not tell of every change; else nil.
    static func nameWithoutEvents(of folder: FilePath) -> String? {
        remote[folder.withPlatformString { file_system_type($0) }]
    }
}
