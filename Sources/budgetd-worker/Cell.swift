import BudgetRelease
import CLinux
import DocumentReading
import Glibc
import ReadingCell

/// What holds the process while it reads: closed before the first byte of the document is read, and for good.
enum Cell {
    /// Descriptors that a reading may have open: poppler opens a handful of fonts and tables.
    private static let descriptors: UInt64 = 64
    /// Without this much address space left, a crash is for want of memory: a sixteenth of the limit.
    private static let spareShare: UInt64 = 16

    /// Lowers the limits and raises every wall that the kernel has.
    ///
    /// - Returns: the walls that stand; nil where the limits cannot be lowered or the parent is gone.
    static func close(_ order: WorkerOrder) -> Walls? {
        // A service manager signals every process of a stopping service: who asked decides what becomes of the reading.
        for number in [SIGTERM, SIGINT, SIGHUP] { signal(number, SIG_IGN) }
        let memory = UInt64(order.limits[.memory])
        guard note_crashes(memory / spareShare) == 0,
            limit_process(
                memory, UInt64(order.limits[.cpuSeconds]),
                UInt64(
                    order.readsPictures
                        ? PictureAllowance.mostCPUSeconds(order.limits) : order.limits[.cpuSeconds]),
                descriptors)
                == 0
        else { return nil }
        ReadingResources.load()
        var walls = Walls()
        walls.privilegesGivenUp = give_up_privileges() == 0
        if restrictFiles() { walls.landlockVersion = Int(landlock_version()) }
        guard die_with_parent(order.parent) == 0 else { return nil }
        // The last: it forbids what the others need.
        walls.systemCallFilter = filter_system_calls() == 0
        return walls
    }

    private static func restrictFiles() -> Bool {
        let paths = ReadingResources.folders.map { strdup($0) }
        defer { paths.forEach { free($0) } }
        return paths.map { UnsafePointer($0) }.withUnsafeBufferPointer { buffer in
            landlock_restrict(buffer.baseAddress, buffer.count) == 0
        }
    }
}
