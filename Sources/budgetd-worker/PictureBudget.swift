import BudgetRelease
import CLinux
import Glibc
import ReadingCell

/// The time that pages which are pictures may take: each adds to the limits of the process, and says so to whoever asked for the
/// reading.
final class PictureBudget {
    private let limits: Limits
    private var pictures = 0
    private var allowed: Int

    /// So much is left for what comes behind the last picture: the reading of the release.
    private static let reserve = 5.0

    init(_ limits: Limits) {
        self.limits = limits
        allowed = limits[.cpuSeconds]
    }

    /// Whether there is time for another picture.
    ///
    /// - Parameters:
    ///   - page: its page, 1-based.
    ///   - count: how many pages there are.
    func allows(page: Int, of count: Int) -> Bool {
        allowed = PictureAllowance.cpuSeconds(limits, pictures: pictures + 1)
        guard hasTime else { return false }
        pictures += 1
        _ = limit_cpu_seconds(UInt64(allowed))
        writeStandardError(PictureProgress(page: page, pages: count).line)
        return true
    }

    /// Whether there is time left for the picture that is being read.
    var hasTime: Bool { Self.used + Self.reserve < Double(allowed) }

    private static var used: Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
