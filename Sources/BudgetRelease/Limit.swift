/// What reading one document may take. Each has a name, which `problem.json` gives, and a standard value.
package enum Limit: String, Sendable, Codable, CaseIterable {
    /// Seconds on the wall clock, kept by whoever asked for the reading.
    case seconds
    /// Seconds of the processor's time.
    case cpuSeconds = "cpu_seconds"
    /// Bytes of address space.
    case memory
    /// Bytes of the document.
    case bytes
    /// Bytes of a document that is a text.
    case textBytes = "text_bytes"
    case pages
    case glyphsPerPage = "glyphs_per_page"
    /// Lines and areas drawn on a page. A page with more is read without the rest, and says so.
    case marksPerPage = "marks_per_page"
    /// Bytes of the JSON that comes out.
    case outputBytes = "output_bytes"

    /// What is in force where nobody says otherwise.
    package var standard: Int {
        switch self {
        case .seconds: 60
        case .cpuSeconds: 20
        case .memory: 1 << 30
        case .bytes: 256 << 20
        // A release of 30 pages is a tenth of a megabyte; reading takes 2.5 s and 100 MB of memory for each megabyte.
        case .textBytes: 8_000_000
        case .pages: 3_000
        case .glyphsPerPage: 200_000
        case .marksPerPage: 200_000
        case .outputBytes: 64 << 20
        }
    }

    /// Whether people count it in MiB.
    var isInMebibytes: Bool { self == .memory || self == .bytes || self == .outputBytes }
}

/// What a page that is a picture may take besides: reading it takes half a second to two.
package enum PictureAllowance {
    /// Seconds of the processor's time for each such page, and of the clock's three times as many.
    package static let cpuSeconds = 3
    package static let seconds = 9
    /// No document may take more than this for all its pages, but for what it may take anyway.
    package static let mostCPUSeconds = 180

    /// The CPU seconds of a document with as many such pages as there may be.
    package static func mostCPUSeconds(_ limits: Limits) -> Int { max(limits[.cpuSeconds], mostCPUSeconds) }

    /// The CPU seconds of a document with so many such pages.
    package static func cpuSeconds(_ limits: Limits, pictures: Int) -> Int {
        let own = limits[.cpuSeconds]
        return min(own + cpuSeconds * pictures, mostCPUSeconds(limits))
    }

    /// The seconds on the clock of a document with so many such pages.
    package static func seconds(_ limits: Limits, pictures: Int) -> Int {
        limits[.seconds] + seconds * min(pictures, mostCPUSeconds / cpuSeconds)
    }
}

/// The limits in force for a reading.
package struct Limits: Equatable, Sendable {
    private var others: [Limit: Int] = [:]

    package init() {}

    package subscript(limit: Limit) -> Int {
        get { others[limit] ?? limit.standard }
        set { others[limit] = newValue == limit.standard ? nil : newValue }
    }
}
