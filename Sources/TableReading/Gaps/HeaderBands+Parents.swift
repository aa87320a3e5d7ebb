import PageContent

// Headings over headings.
extension HeaderBands {
    /// Where columns meet: in the middle between neighbours.
    var edges: [Double] {
        guard let first = columns.first, let last = columns.last else { return [] }
        let inner = zip(columns, columns.dropFirst()).map { ($0.extent.upperBound + $1.extent.lowerBound) / 2 }
        return [first.extent.lowerBound - 3] + inner + [last.extent.upperBound + 3]
    }

    /// The header's rows and its cells, which cover every column.
    func cells() -> (depth: Int, cells: [Cell]) {
        guard !headings.isEmpty else { return (0, []) }
        // For each column its headings from the top, and what part of the columns each stands over.
        var levels = columns.map { $0.leaf.map { [$0] } ?? [] }
        var spans: [Int: Range<Int>] = [:]
        for (column, gap) in columns.enumerated() {
            if let leaf = gap.leaf { spans[leaf] = column..<column + 1 }
        }
        var left = parents.sorted { headings[$0].box.midY > headings[$1].box.midY }
        while let lowest = left.first {
            let line = left.filter { abs(headings[$0].box.midY - headings[lowest].box.midY) < 2.5 }
            left.removeAll { line.contains($0) }
            for (index, span) in share(line.sorted { headings[$0].box.x0 < headings[$1].box.x0 }, levels: levels) {
                spans[index] = span
                for column in span { levels[column].insert(index, at: 0) }
            }
        }
        let depth = max(1, levels.map(\.count).max() ?? 1)
        var cells: [Cell] = []
        var done: Set<Int> = []
        for column in columns.indices {
            if levels[column].isEmpty {
                cells.append(Cell(rows: 0..<depth, columns: column..<column + 1, segments: []))
            }
            for (position, index) in levels[column].enumerated() where done.insert(index).inserted {
                let isLeaf = position == levels[column].count - 1
                cells.append(
                    Cell(
                        rows: position..<(isLeaf ? depth : position + 1), columns: spans[index] ?? column..<column + 1,
                        segments: headings[index].segments))
            }
        }
        return (depth, cells)
    }

    /// Shares the columns whose headings stand below a line among the headings on it.
    func share(_ line: [Int], levels: [[Int]]) -> [(heading: Int, span: Range<Int>)] {
        guard let first = line.first else { return [] }
        let edges = edges
        let open = columns.indices.filter { column in
            guard let top = levels[column].first else { return false }
            let distance = headings[top].box.midY - headings[first].box.midY
            // On a character grid levels may stand on neighbouring lines.
            return distance >= near || (isOnCharacterGrid && distance > 2.5 && levels[column].count > 1)
        }
        return Self.runs(of: open).flatMap { run -> [(Int, Range<Int>)] in
            let inside = line.filter { index in
                headings[index].box.midX > edges[run.lowerBound] && headings[index].box.midX < edges[run.upperBound]
            }
            let spans = split(run, edges: edges, middles: inside.map { headings[$0].box.midX })
            return Array(zip(inside, spans))
        }
    }

    /// What covering a column is worth, in points of standing off the middle: edges between columns are known only
    /// roughly, and a heading rarely leaves a column beside it without one.
    static let columnWorth = 15.0

    static let otherKindWorth = 60.0

    /// On a character grid places tell little, and headings part where texts and sums of money meet.
    func boundaryCost(_ boundary: Int, in run: Range<Int>) -> Double {
        guard isOnCharacterGrid, boundary > run.lowerBound else { return 0 }
        // What the body leaves empty is like what stands before it.
        func holdsSums(_ column: Int) -> Bool {
            let held = columns[...column].last { $0.band != nil }
            return held.map { held in sums.contains { held.holds($0) } } ?? false
        }
        return holdsSums(boundary - 1) == holdsSums(boundary) ? Self.otherKindWorth : 0
    }

    /// Spans of a run of columns, one for each heading in order, so that each stands as near as can be over the
    /// middle of its own.
    func split(_ run: Range<Int>, edges: [Double], middles: [Double]) -> [Range<Int>] {
        guard !middles.isEmpty, middles.count <= run.count else { return [] }
        // The cheapest way for the headings so far to end before each column.
        var best = [(cost: Double, spans: [Range<Int>])?](repeating: (0, []), count: run.count + 1)
        for middle in middles {
            var next = [(cost: Double, spans: [Range<Int>])?](repeating: nil, count: run.count + 1)
            for start in 0..<run.count {
                guard let before = best[start] else { continue }
                for end in (start + 1)...run.count {
                    let span = run.lowerBound + start..<run.lowerBound + end
                    let off = abs((edges[span.lowerBound] + edges[span.upperBound]) / 2 - middle)
                    let cost =
                        before.cost + off - Self.columnWorth * Double(span.count)
                        + boundaryCost(span.lowerBound, in: run)
                    if next[end].map({ cost < $0.cost }) ?? true { next[end] = (cost, before.spans + [span]) }
                }
            }
            // Columns may stay free behind a heading.
            for end in 1...run.count {
                guard let before = next[end - 1] else { continue }
                let cost = before.cost + (isOnCharacterGrid ? Self.otherKindWorth : 0)
                if next[end].map({ cost < $0.cost }) ?? true { next[end] = (cost, before.spans) }
            }
            best = next
        }
        return best[run.count]?.spans ?? []
    }

    static func runs(of indices: [Int]) -> [Range<Int>] {
        var runs: [Range<Int>] = []
        for index in indices {
            if let last = runs.last, last.upperBound == index {
                runs[runs.count - 1] = last.lowerBound..<index + 1
            } else {
                runs.append(index..<index + 1)
            }
        }
        return runs
    }
}
