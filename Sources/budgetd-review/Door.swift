import FileKeeping
import Foundation
import Glibc
import SystemPackage

/// Opens an address in whatever this desktop opens pages with. Everybody sees the arguments of programs, so that these name a file
/// that only this user can read, which leads on.
struct Door {
    private let folder: FilePath

    init(to address: String) throws(FileError) {
        let base = getenv("XDG_RUNTIME_DIR").map { String(cString: $0) } ?? NSTemporaryDirectory()
        folder = FilePath(base).appending("budgetd-review-\(RandomName.make(bytes: 8))")
        try FileOperations.check(folder.withPlatformString { mkdir($0, 0o700) }, .makeFolder, folder)
        let page = folder.appending("open.html")
        let text =
            "<!doctype html><meta charset=\"utf-8\"><meta http-equiv=\"refresh\" content=\"0; url=\(address)\"><title>budgetd</title>"
        try FileOperations.write(Array(text.utf8), to: page)
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["xdg-open", page.string]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        // Without a desktop the address that was printed is opened by hand.
        try? process.run()
    }

    func close() { try? FileOperations.removeTree(folder) }
}
