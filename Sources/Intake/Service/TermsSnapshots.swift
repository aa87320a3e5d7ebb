import FileKeeping
import Glibc
import Synchronization
import SystemPackage

/// Forms and passwords as they were when they were accepted: readers take them from here, so that what is changed or
/// broken later is in force only after a reload that accepts it.
final class TermsSnapshots: Sendable {
    private let folder: FilePath
    private let numbers = Mutex(Numbers())

    private struct Numbers {
        var last = 0
        var inForce = 0
    }

    /// Makes the folder anew, for this process alone to read.
    init(in folder: FilePath) throws(FileError) {
        self.folder = folder
        if FileOperations.exists(folder) { try FileOperations.removeTree(folder) }
        try FileOperations.check(folder.withPlatformString { mkdir($0, 0o700) }, .makeFolder, folder)
    }

    /// Copies the files of terms, to be tried; `accept` puts the copies in force.
    func take(_ terms: DocumentWorker.Terms) throws(FileError) -> DocumentWorker.Terms {
        let number = numbers.withLock { numbers in
            numbers.last += 1
            return numbers.last
        }
        let own = folder.appending("\(number)")
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

    /// The copies taken last are in force. Those before them stay for readers that are starting; older ones go.
    func accept() {
        let (last, before) = numbers.withLock { numbers in
            defer { numbers.inForce = numbers.last }
            return (numbers.last, numbers.inForce)
        }
        let kept = Set(["\(last)", "\(before)"])
        for name in (try? FileOperations.names(in: folder)) ?? [] where !kept.contains(name.string) {
            try? FileOperations.removeTree(folder.appending(name))
        }
    }

    /// Nothing of passwords stays behind when nobody reads any more.
    func end() { try? FileOperations.removeTree(folder) }

    /// The files are the administrator's own, and may be links.
    private static func copy(_ file: FilePath, to path: FilePath) throws(FileError) {
        try FileOperations.write(try FileOperations.read(FileOperations.resolved(file)), to: path)
    }
}
