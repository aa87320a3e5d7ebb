import BudgetRelease
import DocumentReading
import FileKeeping
import Glibc
import PageContent
import ReadingCell
import ReleaseReading

/// Reads one document with the forms and passwords of its order.
struct DocumentJob {
    let name: String
    let limits: Limits
    private let readsPictures: Bool
    let preparation: Result<Preparation, Problem>

    enum Outcome {
        case release(Release)
        case problem(Problem)

        var json: JSON {
            switch self {
            case .release(let release): release.json
            case .problem(let problem): problem.json
            }
        }

        var exitCode: Int32 {
            switch self {
            case .release: EXIT_SUCCESS
            case .problem: EX_DATAERR
            }
        }
    }

    init(_ order: WorkerOrder, _ preparation: Result<Preparation, Problem>) {
        name = if case .read(let name, _) = order.task { name } else { "" }
        limits = order.limits
        readsPictures = order.readsPictures
        self.preparation = preparation
    }

    /// Who reads, or what is wrong with the user's files or the installation.
    func identity(behind walls: Walls) -> Result<WorkerIdentity, Problem> {
        do {
            try checkInstallation()
        } catch {
            return .failure(error.problem(file: name))
        }
        return preparation.map { WorkerIdentity(parser: $0.parser, walls: walls) }
    }

    /// Reads the document from standard input.
    func run() -> Outcome {
        let prepared: Preparation
        switch preparation {
        case .success(let value): prepared = value
        case .failure(var problem):
            problem.file = name
            return .problem(problem)
        }
        let bytes = readStandardInput(atMost: limits[.bytes])
        guard bytes.count <= limits[.bytes] else {
            return .problem(Problem(exceeding: .bytes, found: nil, allowed: limits[.bytes], file: name))
        }
        let digest = FileDigest.sha256(of: bytes)
        do {
            var reading = ReadingLimits(limits)
            let budget = PictureBudget(limits)
            reading.mayReadPicture = { readsPictures && budget.allows(page: $0, of: $1) }
            reading.mayGoOn = { budget.hasTime }
            let document = try readDocument(
                bytes: bytes, name: name, passwords: prepared.passwords, limits: reading)
            let release = ReleaseReader(catalogue: prepared.catalogue).read(document.pages)
            if release.tables.isEmpty, release.nature == .unknown, document.isNoRelease(release.nature) {
                let cover: Problem? =
                    if document.isXFA {
                        ReadingError.foreign(.xfa).problem(file: name)
                    } else if !document.attachments.isEmpty {
                        Problem(.portfolio, details: [document.attachments.joined(separator: "、")], file: name)
                    } else { nil }
                if var cover {
                    (cover.sha256, cover.bytes) = (digest, bytes.count)
                    return .problem(cover)
                }
            }
            guard !document.isNoRelease(release.nature) else {
                return .problem(
                    Problem(
                        .notARelease, details: [release.firstWords, "\(release.tables.count)"], file: name,
                        sha256: digest, bytes: bytes.count))
            }
            let source = Release.Source(
                file: name, sha256: digest, bytes: bytes.count, mediaType: document.mediaType.rawValue,
                encoding: document.encoding, pages: document.pageCount,
                pagesTurned: document.pages.filter { $0.turn != .upright }.map {
                    Release.Source.TurnedPage(page: $0.number, degrees: $0.turn.degrees)
                }, pagesReadFromPictures: document.pages.filter(\.isReadFromPicture).map(\.number))
            return .release(
                Release(
                    source: source, parser: prepared.parser, issuer: release.issuer, level: release.level,
                    phase: release.phase, fiscalYear: release.fiscalYear, tables: release.tables,
                    checks: release.checks, findings: document.findings + release.findings, accounts: release.accounts,
                    statements: release.statements))
        } catch {
            var problem = error.problem(file: name)
            problem.sha256 = digest
            problem.bytes = bytes.count
            return .problem(problem)
        }
    }
}

extension ReadingLimits {
    init(_ limits: Limits) {
        self.init()
        pages = limits[.pages]
        glyphsPerPage = limits[.glyphsPerPage]
        marksPerPage = limits[.marksPerPage]
        textBytes = limits[.textBytes]
    }
}

extension ReadingError {
    /// What the error is for people.
    func problem(file: String) -> Problem {
        switch self {
        case .encrypted(let tried):
            Problem(tried == 0 ? .encrypted : .passwordWrong, details: [String(tried)], file: file)
        case .damaged(let reason):
            Problem(.damaged, details: [reason.isEmpty ? "unexplained" : reason], file: file)
        case .empty: Problem(.empty, file: file)
        case .foreign(let kind):
            Problem(.foreign, details: [kind.rawValue], file: file)
        case .pages(let found, let allowed):
            Problem(exceeding: .pages, found: found, allowed: allowed, file: file)
        case .glyphs(let page, let found, let allowed):
            Problem(exceeding: .glyphsPerPage, found: found, allowed: allowed, on: page, file: file)
        case .textBytes(let found, let allowed):
            Problem(exceeding: .textBytes, found: found, allowed: allowed, file: file)
        case .noPaintTap(let poppler): Problem(.installation, details: ["tap", poppler], file: file)
        case .noPopplerData(let folder): Problem(.installation, details: ["poppler_data", folder], file: file)
        }
    }
}

extension Page {
    fileprivate var isReadFromPicture: Bool { scan.map { !$0.isUnread } ?? false }
}

extension ReadDocument {
    /// Whether it is none for certain. What says nothing of itself is only then no release if all that it shows was read as it
    /// stands.
    fileprivate func isNoRelease(_ nature: DocumentNature) -> Bool {
        guard quality.unreadPictures.isEmpty, quality.missingPages.isEmpty else { return false }
        switch nature {
        case .release: return false
        case .paper: return true
        case .unknown:
            // Print that was read from pictures may be misread.
            let pictures = pages.compactMap(\.scan)
            return pages.contains { !$0.glyphs.isEmpty } && pictures.count * 2 < pages.count
                && !pictures.contains(where: \.isUnread) && quality.popplerErrors == 0 && !quality.endIsMissing
                && quality.lostGlyphs == 0
                && quality.unreadableGlyphs == 0 && quality.hiddenTextPages.isEmpty && !quality.encodingIsUncertain
        }
    }

    /// What the reading noticed about the document as a whole.
    var findings: [Finding] {
        var findings: [Finding] = []
        let glyphs = pages.reduce(0) { $0 + $1.glyphs.count }
        let hidesText = glyphs == 0 && quality.lostGlyphs > 0
        if glyphs == 0 { findings.append(Finding(hidesText ? .fontsUnreadable : .noTextLayer, .error)) }
        findings += pictureFindings
        func damage(_ details: String...) { findings.append(Finding(.damagedDocument, .error, details: details)) }
        if quality.popplerErrors > 0 { damage("structure", "\(quality.popplerErrors)") }
        if quality.endIsMissing { damage("end") }
        if !quality.missingPages.isEmpty { damage("pages", Self.list(quality.missingPages)) }
        // A handful are signs that a font leaves without a name; a share of the text is a font that was not understood.
        let losesText = quality.lostGlyphs * 100 > glyphs
        if quality.lostGlyphs > 0, !losesText {
            findings.append(Finding(.unreadableCharacters, .warning, details: [String(quality.lostGlyphs)]))
        }
        if losesText, !hidesText {
            damage("characters", "\(quality.lostGlyphs)", Self.list(quality.lossyPages))
        }
        if quality.unreadableGlyphs > 0 {
            // A handful are bullets of symbol fonts; a share of the text is a font that hides it.
            let severity: Finding.Severity = quality.unreadableGlyphs * 200 > glyphs ? .warning : .info
            findings.append(Finding(.unreadableCharacters, severity, details: [String(quality.unreadableGlyphs)]))
        }
        for kind in Unseen.allCases {
            guard let count = quality.unseen[kind] else { continue }
            findings.append(Finding(.hiddenCharacters, .info, details: [kind.rawValue, String(count)]))
        }
        if !quality.hiddenTextPages.isEmpty {
            findings.append(Finding(.hiddenTextLayer, .warning, details: [Self.list(quality.hiddenTextPages)]))
        }
        if !quality.coveredPages.isEmpty {
            findings.append(Finding(.textUnderPicture, .warning, details: [Self.list(quality.coveredPages)]))
        }
        if !quality.maskedPages.isEmpty {
            findings.append(Finding(.maskedText, .warning, details: [Self.list(quality.maskedPages)]))
        }
        func notice(_ code: FindingCode, _ count: Int) {
            if count > 0 { findings.append(Finding(code, .info, details: [String(count)])) }
        }
        notice(.annotationText, quality.annotationGlyphs)
        notice(.cutText, quality.cutGlyphs)
        notice(.signRead, quality.dashes)
        if quality.radicals > 0 { findings.append(Finding(.radicalsRead, .info, details: [String(quality.radicals)])) }
        if quality.encodingIsUncertain, let encoding {
            findings.append(Finding(.encodingUncertain, .warning, details: [encoding]))
        }
        for page in quality.overdrawnPages {
            findings.append(Finding(.overdrawnPage, .warning, details: [String(page)], page: page))
        }
        return findings
    }

    /// Which pages were read from pictures, and which could not be.
    private var pictureFindings: [Finding] {
        var findings: [Finding] = []
        var kinds: [Scan: [Int]] = [:]
        for page in pages where page.isReadFromPicture {
            guard var scan = page.scan else { continue }
            scan.leftovers = []
            kinds[scan, default: []].append(page.number)
        }
        for (scan, pages) in kinds.sorted(by: { ($0.value.first ?? 0) < ($1.value.first ?? 0) }) {
            findings.append(
                Finding(
                    .readFromPicture, .info,
                    details: [Self.list(pages), "\(scan.resolution)", scan.isBilevel ? "1 bit" : "gray"]))
        }
        if !quality.unreadPictures.isEmpty {
            findings.append(Finding(.pictureUnread, .error, details: [Self.list(quality.unreadPictures)]))
        }
        let blank = pages.filter { $0.scan?.isUnread == true }.map(\.number)
        if !blank.isEmpty {
            findings.append(Finding(.pictureUnread, .warning, details: ["no_print", Self.list(blank)]))
        }
        return findings
    }

    /// Page numbers in order for people: 3, 5-8.
    private static func list(_ pages: [Int]) -> String {
        var runs: [ClosedRange<Int>] = []
        for page in pages {
            if let last = runs.last, last.upperBound + 1 == page {
                runs[runs.count - 1] = last.lowerBound...page
            } else {
                runs.append(page...page)
            }
        }
        return runs.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)" }
            .joined(separator: ", ")
    }
}
