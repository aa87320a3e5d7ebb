import CPoppler

/// The SHA-256 of bytes as 64 hexadecimal digits, by GLib, which poppler brings along.
package func sha256(of bytes: [UInt8]) -> String {
    let digest = bytes.withUnsafeBufferPointer { buffer in
        g_compute_checksum_for_data(G_CHECKSUM_SHA256, buffer.baseAddress, gsize(buffer.count))
    }
    guard let digest else { return "" }
    defer { g_free(digest) }
    return String(cString: digest)
}
