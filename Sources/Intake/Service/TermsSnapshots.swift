import FileKeeping
import Glibc
import Synchronization
import SystemPackage

/// Forms and passwords as they were when they were accepted: readers take them from here, so that what is changed or
/// broken later is in force only after a reload that accepts it.
final class TermsSnapshots: Sendable {
    private let folder: FilePath
    private let number = Mutex(0)

    /// Makes the folder anew, for this process alone to read.
    init(in folder: FilePath) throws(FileError) {
        self.folder = folder
        if FileOperations.exists(folder) { try FileOperations.removeTree(folder) }
        try FileOperations.check(folder.withPlatformString { mkdir($0, 0o700) }, .makeFolder, folder)
    }

    /// Copies the files of terms. The copies before the last are removed: no reader is at them any more.
    func take(_ terms: DocumentWorker.Terms) throws(FileError) -> DocumentWorker.Terms {
        guard terms.forms != nil || terms.passwords != nil else { return terms }
        let current = number.withLock { number in
            number += 1
            return number
        }
        let outdated = folder.appending("\(current - 2)")
        if FileOperations.exists(outdated) { try FileOperations.removeTree(outdated) }
        let own = folder.appending("\(current)")
        try FileOperations.makeFolders(own)
        var kept = terms
        if let forms = terms.forms {
            let copies = own.appending("forms")
            try FileOperations.makeFolders(copies)
            for name in try FileOperations.names(in: forms)
            where name.string.hasSuffix(".json") && !name.string.hasPrefix(".") {
                try Self.copy(forms.appending(name), to: copies.appending(name))
            }
            kept.forms = copies
        }
        if let passwords = terms.passwords {
            kept.passwords = own.appending("passwords")
            try Self.copy(passwords, to: own.appending("passwords"))
        }
        return kept
    }

    /// The files are the administrator's own, and may be links.
    private static func copy(_ file: FilePath, to path: FilePath) throws(FileError) {
        try FileOperations.write(try FileOperations.read(FileOperations.resolved(file)), to: path)
    }
}
