import SystemPackage

/// Pages that were painted lately: a person goes to and fro between a few. One that is being painted is waited for, not painted twice.
actor PaintedPages {
    private struct Key: Hashable {
        var sha256: String
        var page: Int
        var scale: Double
    }

    typealias Painted = (picture: [UInt8], words: [UInt8])

    private let painter: ReviewSite.Painter
    private var tasks: [Key: Task<Painted, any Error>] = [:]
    /// The latest last.
    private var order: [Key] = []

    /// About 300 kB each.
    private static let kept = 48

    init(_ painter: @escaping ReviewSite.Painter) { self.painter = painter }

    func page(_ number: Int, of source: FilePath, sha256: String, scale: Double) async throws -> Painted {
        let key = Key(sha256: sha256, page: number, scale: scale)
        let task =
            tasks[key]
            ?? Task { [painter] in
                try await painter(source, source.lastComponent?.string ?? "", number, scale)
            }
        tasks[key] = task
        order.removeAll { $0 == key }
        order.append(key)
        if order.count > Self.kept { tasks[order.removeFirst()] = nil }
        do {
            return try await task.value
        } catch {
            tasks[key] = nil
            order.removeAll { $0 == key }
            throw error
        }
    }
}
