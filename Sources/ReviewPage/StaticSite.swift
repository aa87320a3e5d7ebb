package import ArchiveReading
import BudgetRelease
import FileKeeping
package import SystemPackage

/// The same pages as plain files, for a host of web pages or an e-mail: they are opened without a server, and nothing can be corrected.
package struct StaticSite: Sendable {
    private let layout: ArchiveLayout
    private let painter: ReviewSite.Painter

    /// Dots of a point.
    private static let scale = 1.5

    package init(_ layout: ArchiveLayout, painter: @escaping ReviewSite.Painter) {
        self.layout = layout
        self.painter = painter
    }

    /// - Parameters:
    ///   - folder: what is made; it must not be there.
    ///   - releases: digests of those that are written; nil for all.
    ///   - progress: called with the number of releases behind.
    /// - Returns: the number of releases in it.
    package func write(
        to folder: FilePath, only releases: Set<String>? = nil, progress: (Int) -> Void
    ) async throws -> Int {
        guard !FileOperations.exists(folder) else { throw FileError(.makeFolder, folder, errno: 17) }
        let making = FilePath(folder.string + ".making")
        try? FileOperations.removeTree(making)
        for name in ["data", "pages"] { try FileOperations.makeFolders(making.appending(name)) }
        do {
            let count = try await fill(making, releases, progress)
            try FileOperations.rename(making, to: folder)
            return count
        } catch {
            try? FileOperations.removeTree(making)
            throw error
        }
    }

    private func fill(_ folder: FilePath, _ releases: Set<String>?, _ progress: (Int) -> Void) async throws -> Int {
        for name in SiteFile.names {
            guard let file = SiteFile(name) else { continue }
            try FileOperations.write(file.bytes, to: folder.appending(name))
        }
        try FileOperations.write(
            ReviewSite.configuration(user: "", isStatic: true).body, to: folder.appending("config.js"))
        let shelf = ReleaseShelf(layout)
        let list = try shelf.list().filter { entry in
            releases.map { $0.contains(entry["release"]?.text ?? "") } ?? true
        }
        try write(JSON.array(list).utf8(), as: "list", "", to: folder.appending("data").appending("list.js"))
        var count = 0
        for sha256 in list.compactMap({ $0["release"]?.text }) {
            guard let entry = try shelf.document(sha256) else { continue }
            try write(
                try entry.page(), as: "release", sha256,
                to: folder.appending("data").appending("\(sha256.prefix(16)).js"))
            try await writePages(of: entry, to: folder.appending("pages").appending(String(sha256.prefix(16))))
            count += 1
            progress(count)
        }
        return count
    }

    private func writePages(of entry: ReleaseShelf.Entry, to folder: FilePath) async throws {
        guard let source = entry.source,
            let summary = ReleaseSummary(json: try FileOperations.read(entry.document.resultPath))
        else { return }
        try FileOperations.makeFolders(folder)
        guard summary.source.encoding == nil else {
            let text = JSON.string(String(decoding: try FileOperations.read(source), as: UTF8.self))
            return try write(text.utf8(), as: "source", entry.sha256, to: folder.appending("source.js"))
        }
        for page in 1...max(1, summary.source.pages) {
            // A page that cannot be painted is not there; what was read of it is.
            guard let painted = try? await painter(source, source.lastComponent?.string ?? "", page, Self.scale) else {
                continue
            }
            try FileOperations.write(painted.picture, to: folder.appending("\(page).png"))
            try write(painted.words, as: "words", "\(entry.sha256)/\(page)", to: folder.appending("\(page).js"))
        }
    }

    /// A browser reads no JSON from files, but scripts.
    private func write(_ json: [UInt8], as kind: String, _ name: String, to path: FilePath) throws(FileError) {
        let head = "budgetd.data.arrived(\"\(kind)\", \"\(name)\", "
        try FileOperations.write(Array(head.utf8) + JSON.scriptBytes(json) + Array(");\n".utf8), to: path)
    }
}
