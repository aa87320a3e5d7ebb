import SystemPackage

/// Files that wait their turn: of each folder the oldest first, and the folders by turns, so that ten thousand files in
/// one don't hold up one file in another.
struct DocumentQueue {
    private var files: ArraySlice<InboxFile> = []
    private var lastServed: [[FilePath.Component]: Int] = [:]
    private var served = 0

    var count: Int { files.count }

    /// Replaces what waits by what was found now.
    mutating func refill(with found: [InboxFile]) {
        let folders = Dictionary(grouping: found, by: \.folders)
        lastServed = lastServed.filter { folders[$0.key] != nil }
        let order = folders.keys.sorted {
            let (one, other) = (lastServed[$0] ?? 0, lastServed[$1] ?? 0)
            return one == other ? $0.map(\.string).lexicographicallyPrecedes($1.map(\.string)) : one < other
        }
        var lines = order.map { (folders[$0] ?? [])[...] }
        var interleaved: [InboxFile] = []
        interleaved.reserveCapacity(found.count)
        while !lines.isEmpty {
            for index in lines.indices {
                if let file = lines[index].popFirst() { interleaved.append(file) }
            }
            lines.removeAll(where: \.isEmpty)
        }
        files = interleaved[...]
    }

    mutating func next() -> InboxFile? {
        guard let file = files.popFirst() else { return nil }
        served += 1
        lastServed[file.folders] = served
        return file
    }
}
