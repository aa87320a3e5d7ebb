import CPoppler

/// A PDF opened by poppler. Owns the document; pages keep it alive by themselves.
struct PopplerDocument: ~Copyable {
    private let raw: OpaquePointer

    /// Opens a PDF held in memory.
    init(bytes: [UInt8], password: String?) throws(ReadingError) {
        let shared = bytes.withUnsafeBytes { g_bytes_new($0.baseAddress, gsize($0.count)) }
        defer { g_bytes_unref(shared) }
        var error: UnsafeMutablePointer<GError>?
        guard let document = poppler_document_new_from_bytes(shared, password, &error) else {
            throw Self.readingError(taking: error)
        }
        raw = document
    }

    deinit { g_object_unref(UnsafeMutableRawPointer(raw)) }

    var pageCount: Int { max(0, Int(poppler_document_get_n_pages(raw))) }

    /// The page at a 0-based index, or nil: poppler gives none for some indices it counts (23 of 2,746 odd files).
    func page(at index: Int) -> PopplerPage? {
        poppler_document_get_page(raw, Int32(index)).map { PopplerPage(owning: $0) }
    }

    private static func readingError(taking error: UnsafeMutablePointer<GError>?) -> ReadingError {
        guard let error else { return .damaged("") }
        defer { g_error_free(error) }
        if error.pointee.domain == cpoppler_error_quark(),
            PopplerError(rawValue: UInt32(error.pointee.code)) == POPPLER_ERROR_ENCRYPTED
        {
            return .encrypted
        }
        return .damaged(error.pointee.message.map { String(cString: $0) } ?? "")
    }
}

/// One page of an open PDF.
struct PopplerPage: ~Copyable {
    let raw: OpaquePointer

    init(owning raw: OpaquePointer) { self.raw = raw }

    deinit { g_object_unref(UnsafeMutableRawPointer(raw)) }

    /// Width and height in points as displayed, after rotation.
    var size: (width: Double, height: Double) {
        var width = 0.0
        var height = 0.0
        poppler_page_get_size(raw, &width, &height)
        return (width, height)
    }
}
