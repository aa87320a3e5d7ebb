import BudgetRelease

/// The proof and the accounts that a release says of itself, and what its lines say.
struct ReleaseBooks {
    private let said: Said
    private let release: Release

    /// As they stand in the JSON; absent in releases that were read before there were any.
    private struct Said: Decodable {
        var proof: Proof?
        var accounts: Figures?

        struct Figures: Decodable {
            var figures: Int
        }
    }

    /// - Parameter json: of a release.
    init(_ json: [UInt8]) throws {
        said = try ContractDecoding.decode(Said.self, from: json)
        release = try ContractDecoding.decode(Release.self, from: json)
    }

    /// Whether the parts add up to the figures, the amounts are those of the lines, and every proven column has one.
    var areBalanced: Bool {
        let isProven = release.tables.allSatisfy { table in
            table.lines.allSatisfy { line in (line.proven ?? []).allSatisfy { (line.amounts[$0] ?? nil) != nil } }
        }
        return isProven && said.proof.map { $0 == release.proof } ?? true
            && said.accounts.map { $0.figures == release.accounts?.figures } ?? true
    }
}
