import Synchronization
import SystemPackage

/// Which document stands where in an archive: read from the archive's own records at the start, kept up to date by
/// the one daemon that may write there.
final class ArchiveIndex: Sendable {
    enum Shelf: String, CaseIterable {
        case releases
        case rejected
    }

    private let folders = Mutex<[Shelf: [String: FilePath]]>([:])

    /// Learns every document below a shelf. A folder without a readable record is no document.
    func read(_ folder: FilePath, as shelf: Shelf) throws(IntakeError) {
        for name in try FileOperations.names(in: folder) {
            let path = folder.appending(name)
            guard FileOperations.isFolder(path) else { continue }
            let record = path.appending("document.json")
            if FileOperations.exists(record) {
                if let document = try? DocumentRecord(at: record) { learn(document.sha256, at: path, on: shelf) }
            } else {
                try read(path, as: shelf)
            }
        }
    }

    func folder(of sha256: String, on shelf: Shelf) -> FilePath? {
        folders.withLock { $0[shelf]?[sha256] }
    }

    func learn(_ sha256: String, at folder: FilePath, on shelf: Shelf) {
        folders.withLock { $0[shelf, default: [:]][sha256] = folder }
    }

    func forget(_ sha256: String, on shelf: Shelf) {
        folders.withLock { $0[shelf]?[sha256] = nil }
    }

    /// Forgets rejections of documents that have a release, and says where they stand.
    func rejectedAlthoughReleased() -> [FilePath] {
        folders.withLock { folders in
            let released = Set((folders[.releases] ?? [:]).keys)
            let both = (folders[.rejected] ?? [:]).filter { released.contains($0.key) }
            for sha256 in both.keys { folders[.rejected]?[sha256] = nil }
            return both.values.map { $0 }
        }
    }
}
