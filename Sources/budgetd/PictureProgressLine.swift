import ReadingCell
import Synchronization

/// A line at the bottom of a terminal that says which page of pictures is being read.
final class PictureProgressLine: Sendable {
    private let bar = Mutex<ProgressBar?>(nil)

    func show(_ progress: PictureProgress) {
        bar.withLock { bar in
            bar = bar ?? ProgressBar("progress.pictures", total: progress.pages)
            bar?.show(progress.page)
        }
    }

    func end() { bar.withLock { $0?.end() } }
}
