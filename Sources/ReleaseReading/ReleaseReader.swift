package import BudgetRelease
package import PageContent
import TableReading

/// Reads the pages of a document as a release.
package struct ReleaseReader: Sendable {
    private let catalogue: FormCatalogue

    package init(catalogue: FormCatalogue) { self.catalogue = catalogue }

    /// What the pages say, apart from where the document came from.
    package struct Reading: Sendable {
        package var issuer: String?
        package var level: Release.Level?
        package var phase: Release.Phase?
        package var fiscalYear: Int?
        package var tables: [Table]
        package var checks: [Check]
        package var findings: [Finding]
    }

    package func read(_ pages: [Page]) -> Reading {
        let raws = rawTables(in: pages)
        var reading = Reading(tables: [], checks: [], findings: [])
        for (index, raw) in raws.enumerated() {
            let readout = readout(of: raw, id: "t\(index + 1)")
            reading.tables.append(readout.table)
            reading.checks += readout.checks
            reading.findings += readout.findings
        }
        reading.issuer = reading.tables.lazy.compactMap(\.issuer).first
        if reading.tables.isEmpty { reading.findings.append(Finding(.noTable, .warning)) }
        return reading
    }

    private func rawTables(in pages: [Page]) -> [RawTable] {
        if pages.contains(where: { $0.source != .pdf }) {
            return FlowTables(catalogue: catalogue).tables(in: pages)
        }
        var assembly = TableAssembly(catalogue: catalogue)
        for page in pages { assembly.add(PageTables(page: page)) }
        return assembly.finish()
    }

    private func readout(of raw: RawTable, id: String) -> TableReadout {
        var readout: TableReadout
        switch raw.form?.layout {
        case .packedProjects: readout = PackedProjects.read(raw, id: id)
        case .records, nil: readout = TableReadout(raw, id: id)
        }
        let hasAmounts = readout.table.columns.contains { $0.type == .amount }
        if hasAmounts, readout.table.unit == nil {
            readout.findings.append(Finding(.noMoneyUnit, .warning, table: id))
        }
        return readout
    }
}
