/// Long runs of ink along an axis that lie on rows beside each other: a rule, and what it runs through.
struct RunGroup {
    struct Run {
        var row: Int
        var start: Int
        var end: Int
    }

    /// Rows of a group that are covered alike.
    struct Band {
        var first: Int
        var last: Int
        var start: Int
        var end: Int

        var thickness: Int { max(1, last - first) }
    }

    private var runs: [Run]
    private var start: Int
    private var end: Int
    private(set) var last: Int
    private var isPattern = false

    init(_ run: Run) {
        runs = [run]
        (start, end, last) = (run.start, run.end, run.row)
    }

    func reaches(_ run: Run, gap: Int) -> Bool {
        last >= run.row - 2 && start <= run.end + gap && end >= run.start - gap
    }

    /// A rule is some rows thick, and parted by seals and letters into some pieces a row; what has more runs is a pattern.
    private static let mostRuns = 4_000

    mutating func add(_ other: RunGroup) {
        isPattern = isPattern || other.isPattern || runs.count + other.runs.count > Self.mostRuns
        runs = isPattern ? [] : runs + other.runs
        (start, end, last) = (min(start, other.start), max(end, other.end), max(last, other.last))
    }

    /// A rule's rows are covered over its length; those of a seal or of letters that it runs through are not.
    private static let leastShare = 0.4

    /// The rows that are covered most, as bands of neighbours.
    func bands() -> [Band] {
        let runs = runs.sorted { ($0.row, $0.start) < ($1.row, $1.start) }
        guard let first = runs.first?.row else { return [] }
        var coverage = [Int](repeating: 0, count: last - first + 1)
        for run in runs { coverage[run.row - first] += run.end - run.start + 1 }
        let least = Int(Double(coverage.max() ?? 0) * Self.leastShare)
        var bands: [Band] = []
        for run in runs where coverage[run.row - first] >= least {
            if let band = bands.last, run.row - band.last <= 2 {
                bands[bands.count - 1] = Band(
                    first: band.first, last: run.row, start: min(band.start, run.start), end: max(band.end, run.end))
            } else {
                bands.append(Band(first: run.row, last: run.row, start: run.start, end: run.end))
            }
        }
        return bands
    }
}
