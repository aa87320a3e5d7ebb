import ArchiveReading
import FileKeeping
import Glibc
package import SystemPackage

/// A file in the inbox as it was last seen.
package struct InboxFile: Hashable, Sendable {
    /// What changes whenever a file does.
    struct Signature: Hashable, Sendable {
        var device: UInt
        var inode: UInt
        var size: Int
        var modified: Int
        var changed: Int

        init(_ status: stat) {
            device = UInt(status.st_dev)
            inode = UInt(status.st_ino)
            size = Int(status.st_size)
            modified = Int(status.st_mtim.tv_sec) * 1_000_000_000 + Int(status.st_mtim.tv_nsec)
            changed = Int(status.st_ctim.tv_sec) * 1_000_000_000 + Int(status.st_ctim.tv_nsec)
        }

        /// Nil where the descriptor is of no regular file.
        init?(ofDescriptor descriptor: Int32) {
            var status = stat()
            guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
            self.init(status)
        }

        /// Whether the bytes are the same; a rename moves the time of change.
        func isSameContent(as other: Signature) -> Bool {
            device == other.device && inode == other.inode && size == other.size && modified == other.modified
        }
    }

    package var path: FilePath
    /// Folders below the inbox that it lies in.
    var folders: [FilePath.Component]
    var signature: Signature
    /// Whether it was moved in, which nobody does who is still writing.
    var arrivedWhole = false

    package static func == (one: InboxFile, other: InboxFile) -> Bool {
        one.path == other.path && one.signature == other.signature
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(path)
        hasher.combine(signature)
    }

    /// The name for people: bytes that are no UTF-8 are replaced.
    package var displayName: String { path.lastComponent?.string ?? "" }

    /// The path below the inbox, for people and for `document.json`.
    package var inboxName: String { (folders.map(\.string) + [displayName]).joined(separator: "/") }
}

extension InboxFile {
    /// Nil where there is no regular file.
    init?(lookingAt path: FilePath, folders: [FilePath.Component]) {
        var status = stat()
        guard path.withPlatformString({ lstat($0, &status) }) == 0, status.st_mode & S_IFMT == S_IFREG else {
            return nil
        }
        self.init(path: path, folders: folders, signature: Signature(status))
    }

    /// Bytes of the largest file that is taken for a sidecar.
    static let largestSidecar = 1 << 20

    /// Whether this file says where another one came from.
    var isSidecar: Bool {
        displayName.lowercased().hasSuffix(ArchiveLayout.sidecarSuffix)
            && displayName.utf8.count > ArchiveLayout.sidecarSuffix.utf8.count
            && signature.size <= Self.largestSidecar
    }

    /// Where the sidecar of this document is, or would be.
    var sidecarPath: FilePath? {
        let usual = beside { Array($0.utf8CString.dropLast()) + Self.suffix }
        if let usual, FileOperations.exists(usual) { return isOfAnother(usual) ? nil : usual }
        let large = beside { Array($0.utf8CString.dropLast()) + Self.suffix.map(Self.uppercased) }
        let small = beside { Array($0.lowercasedSuffix.utf8CString.dropLast()) + Self.suffix }
        return [large, small].lazy.compactMap(\.self).first { FileOperations.exists($0) && !isOfAnother($0) } ?? usual
    }

    /// Whether a sidecar has the very name of another document.
    private func isOfAnother(_ sidecar: FilePath) -> Bool {
        guard let name = sidecar.lastComponent,
            let document = FilePath.Component(
                platformString: Array(name.string.utf8CString.dropLast(Self.suffix.count + 1)) + [0]),
            document != path.lastComponent
        else { return false }
        return FileOperations.exists(sidecar.removingLastComponent().appending(document))
    }

    private static func uppercased(_ byte: CChar) -> CChar { (97...122).contains(byte) ? byte - 32 : byte }

    /// Where the document of this sidecar is, or would be.
    var documentPath: FilePath? { beside { Array($0.utf8CString.dropLast(Self.suffix.count + 1)) } }

    private static let suffix = Array(ArchiveLayout.sidecarSuffix.utf8CString.dropLast())

    private func beside(_ change: (String) -> [CChar]) -> FilePath? {
        guard let name = path.lastComponent, let other = FilePath.Component(platformString: change(name.string) + [0])
        else { return nil }
        let folder = path.removingLastComponent()
        let beside = folder.appending(other)
        guard !FileOperations.exists(beside), Self.mayBeSpelledOtherwise(name.string) else { return beside }
        // Macs take names apart, é into e and its accent; the two forms are equal as texts.
        let names = (try? FileOperations.names(in: folder)) ?? []
        let wanted = other.string.lowercasedSuffix
        return names.first { $0.string.lowercasedSuffix == wanted }.map { folder.appending($0) } ?? beside
    }

    /// Ideographs and punctuation have one form: a folder is looked through for names with accents, kana or Hangul alone.
    private static func mayBeSpelledOtherwise(_ name: String) -> Bool {
        name.unicodeScalars.contains { scalar in
            let hasOneForm: [ClosedRange<UInt32>] = [
                0...0xBF, 0x2000...0x206F, 0x2E80...0x303F, 0x3400...0x9FFF, 0xFF00...0xFFEF,
            ]
            return !hasOneForm.contains { $0.contains(scalar.value) }
        }
    }
}

extension String {
    /// With what stands behind the first of its last two points in small letters: `a.PDF.META.json` is `a.pdf.meta.json`.
    fileprivate var lowercasedSuffix: String {
        let parts = split(separator: ".", omittingEmptySubsequences: false)
        let count = min(3, parts.count - 1)
        return parts.dropLast(count).joined(separator: ".") + parts.suffix(count).map { "." + $0.lowercased() }.joined()
    }
}

/// Names that programs give to files they have not finished, and folders that file servers keep for themselves.
enum TemporaryName {
    /// Prefix of the names that the inbox gives to files it is about to remove.
    static let taken = ".budgetd-taken."

    /// In small letters: what browsers, download managers and Windows leave beside a file.
    private static let suffixes = [
        "~", ".part", ".tmp", ".crdownload", ".partial", ".filepart", ".download", ".downloading", ".td", ".!qb",
        ".bc!",
        ":zone.identifier",
    ]
    private static let prefixes = [".", "~$"]
    private static let names: Set<String> = [
        "@eadir", "#recycle", "lost+found", "$recycle.bin", "recycler", "system volume information", "desktop.ini",
        "thumbs.db",
    ]

    static func matches(_ name: String) -> Bool {
        let small = name.lowercased()
        return prefixes.contains(where: small.hasPrefix) || names.contains(small)
            || suffixes.contains(where: small.hasSuffix)
    }
}

extension InboxFile {
    /// The file as it is now, if its bytes are the same: taking it out of the inbox in vain moves its time of change.
    var renamedThereAndBack: InboxFile {
        guard let current = InboxFile(lookingAt: path, folders: folders),
            current.signature.isSameContent(as: signature)
        else { return self }
        return current
    }
}
