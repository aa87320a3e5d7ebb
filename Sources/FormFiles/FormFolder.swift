import Glibc
package import ReleaseReading

/// A folder of form files, in the order of their names. Hidden files, and copies that editors leave, are none.
package struct FormFolder: Sendable {
    private let path: String

    package init(path: String) { self.path = path }

    /// - Throws: `FormError` where the folder or a file in it cannot be read.
    package func files() throws(FormError) -> [FormFile] {
        guard let folder = opendir(path) else { throw unreadable("") }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if !name.hasPrefix("."), !name.hasSuffix("~") { names.append(name) }
        }
        if let other = names.sorted().first(where: { !$0.hasSuffix(".json") }) {
            throw FormError(file: other, field: "", reason: "not_json")
        }
        var files: [FormFile] = []
        for name in names.sorted() { files.append(FormFile(name: name, bytes: try bytes(of: name))) }
        return files
    }

    private func bytes(of name: String) throws(FormError) -> [UInt8] {
        guard let file = fopen(path + "/" + name, "r") else { throw unreadable(name) }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = fread(&buffer, 1, buffer.count, file)
            if count == 0 { break }
            bytes += buffer[..<count]
        }
        if ferror(file) != 0 { throw unreadable(name) }
        return bytes
    }

    private func unreadable(_ name: String) -> FormError {
        FormError(
            file: name.isEmpty ? path : name, field: "", reason: "unreadable",
            detail: String(cString: strerror(errno)))
    }
}
