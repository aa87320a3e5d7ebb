import BudgetRelease
package import PageContent
import ReleaseReading

/// Reads pages as the worker does, and stops the process where what comes out is no whole release.
package func fuzzRelease(from pages: [Page]) {
    let reading = reader.read(pages)
    let release = Release(
        source: Release.Source(
            file: "fuzz", sha256: String(repeating: "0", count: 64), bytes: 0, mediaType: "text/plain", encoding: nil,
            pages: pages.count),
        parser: Release.Parser(version: "0", poppler: "0", fingerprint: "0"), issuer: reading.issuer,
        level: reading.level, phase: reading.phase, fiscalYear: reading.fiscalYear, tables: reading.tables,
        checks: reading.checks, findings: reading.findings)
    let json = release.json.utf8()
    guard ReleaseSummary(json: json) != nil, let decoded = try? ContractDecoding.decode(Release.self, from: json) else {
        fatalError("the JSON is no release")
    }
    guard decoded.json.utf8() == json else { fatalError("the JSON changes when it is read and written") }
}

private let reader: ReleaseReader = {
    guard let catalogue = try? FormCatalogue(userFiles: []) else { fatalError("the shipped forms are wrong") }
    return ReleaseReader(catalogue: catalogue)
}()
