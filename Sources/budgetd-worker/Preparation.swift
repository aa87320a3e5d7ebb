import BudgetRelease
import DocumentReading
import FileKeeping
import FormFiles
import ReadingCell
import ReleaseReading

/// What is read from the machine before the cell closes: these files are the user's own.
struct Preparation {
    let catalogue: FormCatalogue
    let parser: Release.Parser
    let passwords: [String]

    /// Its forms and passwords, or what is wrong with the user's files.
    static func of(_ order: WorkerOrder) -> Result<Preparation, Problem> {
        do {
            let files = try order.forms.map { try FormFolder(path: $0).files() } ?? []
            return .success(
                Preparation(
                    catalogue: try FormCatalogue(userFiles: files),
                    parser: parser(userFiles: files, readsPictures: order.readsPictures),
                    passwords: try order.passwords.map { try PasswordFile(path: $0).passwords } ?? []))
        } catch let error as FormError {
            return .failure(Problem(.formInvalid, details: [error.description], file: ""))
        } catch let error as PasswordFile.Failure {
            return .failure(Problem(.installation, details: error.details, file: ""))
        } catch {
            return .failure(Problem(.installation, details: ["\(error)"], file: ""))
        }
    }

    /// Reads a document that the program makes itself, so that what every reading needs is in memory.
    func warmUp() {
        ReadingResources.load()
        guard let document = try? readDocument(bytes: checkDocument, name: "", passwords: [], limits: ReadingLimits())
        else { return }
        _ = ReleaseReader(catalogue: catalogue).read(document.pages)
    }

    /// Everything that the reading of a document depends on, digested.
    private static func parser(userFiles: [FormFile], readsPictures: Bool) -> Release.Parser {
        let pictures = readsPictures ? lineReaderName : "none"
        var bytes = Array("\(budgetdVersion)\n\(popplerVersion)\n\(popplerDataVersion)\n\(pictures)\n".utf8)
        bytes += FormCatalogue.shippedBytes
        for file in userFiles { bytes += Array(file.name.utf8) + [0] + file.bytes }
        return Release.Parser(
            version: budgetdVersion, poppler: popplerVersion,
            fingerprint: String(FileDigest.sha256(of: bytes).prefix(16)))
    }
}
