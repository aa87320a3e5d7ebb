/// The connected areas of a picture.
struct InkAreas {
    struct Area: Equatable {
        var box: PixelBox
        /// Pixels that are set in another picture of the same size.
        var weight: Int
    }

    private(set) var areas: [Area] = []

    /// A picture with more runs is none of print: noise or a halftone.
    private static let mostRuns = 2_000_000

    /// Nil for a picture of more areas than print has.
    ///
    /// - Parameters:
    ///   - map: where pixels are connected.
    ///   - weights: what is counted.
    init?(of map: Bitmap, weights: Bitmap) {
        var runs: [(y: Int, start: Int, end: Int)] = []
        var firsts: [Int] = []
        var parents: [Int] = []
        for y in 0..<map.height {
            firsts.append(runs.count)
            let row = y * map.width
            var x = 0
            while x < map.width {
                guard map.pixels[row + x] != 0 else {
                    x += 1
                    continue
                }
                let start = x
                while x < map.width, map.pixels[row + x] != 0 { x += 1 }
                parents.append(runs.count)
                runs.append((y, start, x))
                if runs.count > Self.mostRuns { return nil }
            }
        }
        firsts.append(runs.count)
        func root(_ run: Int) -> Int {
            var run = run
            while parents[run] != run {
                parents[run] = parents[parents[run]]
                run = parents[run]
            }
            return run
        }
        for y in 1..<max(1, map.height) {
            var above = firsts[y - 1]
            var here = firsts[y]
            while above < firsts[y], here < firsts[y + 1] {
                if runs[above].start <= runs[here].end, runs[here].start <= runs[above].end {
                    let (first, second) = (root(above), root(here))
                    if first != second { parents[max(first, second)] = min(first, second) }
                }
                if runs[above].end < runs[here].end { above += 1 } else { here += 1 }
            }
        }
        var places = [Int](repeating: -1, count: runs.count)
        for index in runs.indices {
            let run = runs[index]
            let head = root(index)
            if places[head] < 0 {
                places[head] = areas.count
                areas.append(Area(box: PixelBox(x0: run.start, y0: run.y, x1: run.end, y1: run.y + 1), weight: 0))
            }
            let place = places[head]
            areas[place].box = areas[place].box.union(PixelBox(x0: run.start, y0: run.y, x1: run.end, y1: run.y + 1))
            let row = run.y * map.width
            for x in run.start..<run.end { areas[place].weight += Int(weights.pixels[row + x]) }
        }
    }
}
