import BudgetRelease
import DocumentReading
import FormFiles
import Glibc
import PageContent
import ReleaseReading

/// Reads one document.
struct DocumentJob {
    var name: String
    /// A folder of form files beside the shipped ones.
    var forms: String?

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

    func run(bytes: [UInt8]) -> Outcome {
        let digest = sha256(of: bytes)
        func problem(_ code: ProblemCode, _ details: [String]) -> Outcome {
            .problem(Problem(code, details: details, file: name, sha256: digest, bytes: bytes.count))
        }
        do {
            let files = try forms.map { try FormFolder(path: $0).files() } ?? []
            let catalogue = try FormCatalogue(userFiles: files)
            let document = try readDocument(bytes: bytes, name: name)
            let reading = ReleaseReader(catalogue: catalogue).read(document.pages)
            let source = Release.Source(
                file: name, sha256: digest, bytes: bytes.count, mediaType: document.mediaType.rawValue,
                encoding: document.encoding, pages: document.pageCount)
            return .release(
                Release(
                    source: source, parser: Self.parser(userFiles: files), issuer: reading.issuer, level: reading.level,
                    phase: reading.phase, fiscalYear: reading.fiscalYear, tables: reading.tables,
                    checks: reading.checks, findings: document.findings + reading.findings))
        } catch let error as ReadingError {
            let (code, details) = error.problem
            return problem(code, details)
        } catch let error as FormError {
            return problem(.formInvalid, [error.description])
        } catch {
            return problem(.installation, ["\(error)"])
        }
    }

    /// Who reads, as JSON, without reading anything.
    func identify() -> (json: JSON, exitCode: Int32) {
        do {
            let files = try forms.map { try FormFolder(path: $0).files() } ?? []
            _ = try FormCatalogue(userFiles: files)
            return (Self.parser(userFiles: files).json, EXIT_SUCCESS)
        } catch {
            return (Problem(.formInvalid, details: ["\(error)"], file: name).json, EX_CONFIG)
        }
    }

    /// Everything that the reading of a document depends on, digested.
    private static func parser(userFiles: [FormFile]) -> Release.Parser {
        var bytes = Array("\(budgetdVersion)\n\(popplerVersion)\n\(popplerDataVersion)\n".utf8)
        bytes += FormCatalogue.shippedBytes
        for file in userFiles { bytes += Array(file.name.utf8) + [0] + file.bytes }
        return Release.Parser(
            version: budgetdVersion, poppler: popplerVersion, fingerprint: String(sha256(of: bytes).prefix(16)))
    }
}

extension ReadingError {
    /// What the error is for people.
    var problem: (code: ProblemCode, details: [String]) {
        switch self {
        case .encrypted: (.encrypted, [])
        case .damaged(let reason): (.damaged, [reason.isEmpty ? "poppler gives no reason" : reason])
        case .empty: (.empty, [])
        case .foreign(let kind):
            (
                .foreign,
                [
                    Sentences.english.sentence(for: "foreign.\(kind.rawValue)"),
                    Sentences.english.sentence(for: "foreign.\(kind.rawValue).help"),
                ]
            )
        case .limit(let name, let found, let allowed): (.overLimit, [name, String(found), String(allowed)])
        case .installation(let reason): (.installation, [reason])
        }
    }
}

extension ReadDocument {
    /// What the reading noticed about the document as a whole.
    var findings: [Finding] {
        var findings: [Finding] = []
        let glyphs = pages.reduce(0) { $0 + $1.glyphs.count }
        if glyphs == 0 { findings.append(Finding(quality.hidesText ? .fontsUnreadable : .noTextLayer, .error)) }
        var damage: [String] = []
        if quality.popplerErrors > 0 { damage.append("\(quality.popplerErrors) errors in its structure") }
        if quality.endIsMissing { damage.append("its end is missing") }
        if !quality.missingPages.isEmpty {
            damage.append("pages \(quality.missingPages.map(String.init).joined(separator: ", ")) cannot be read")
        }
        if !quality.mismatchedPages.isEmpty {
            let pages = quality.mismatchedPages.map(String.init).joined(separator: ", ")
            damage.append("characters without a place on pages \(pages)")
        }
        if !damage.isEmpty {
            findings.append(Finding(.damagedDocument, .error, details: [damage.joined(separator: "; ")]))
        }
        if quality.unreadableGlyphs > 0 {
            // A handful are bullets of symbol fonts; a share of the text is a font that hides it.
            let severity: Finding.Severity = quality.unreadableGlyphs * 200 > glyphs ? .warning : .info
            findings.append(Finding(.unreadableCharacters, severity, details: [String(quality.unreadableGlyphs)]))
        }
        if quality.hiddenGlyphs > 0 {
            findings.append(Finding(.hiddenCharacters, .info, details: [String(quality.hiddenGlyphs)]))
        }
        if quality.radicals > 0 { findings.append(Finding(.radicalsRead, .info, details: [String(quality.radicals)])) }
        if quality.encodingIsUncertain, let encoding {
            findings.append(Finding(.encodingUncertain, .warning, details: [encoding]))
        }
        for page in quality.overdrawnPages {
            findings.append(Finding(.overdrawnPage, .warning, details: [String(page)], page: page))
        }
        return findings
    }
}
