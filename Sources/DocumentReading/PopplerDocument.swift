import CPoppler
import PageContent

/// A PDF opened by poppler. Owns the document; pages keep it alive by themselves.
struct PopplerDocument: ~Copyable {
    private let raw: OpaquePointer

    /// Opens a PDF held in memory, without a password or with the first that fits.
    init(bytes: [UInt8], passwords: [String]) throws(ReadingError) {
        let shared = bytes.withUnsafeBytes { g_bytes_new($0.baseAddress, gsize($0.count)) }
        defer { g_bytes_unref(shared) }
        var error: UnsafeMutablePointer<GError>?
        if let document = poppler_document_new_from_bytes(shared, nil, &error) {
            raw = document
            return
        }
        if let other = Self.readingError(taking: error) { throw other }
        let usable = passwords.filter { $0.unicodeScalars.allSatisfy { $0.value <= 0xFF } }
        for password in usable {
            // Poppler 22.12 crashes on a wrong password for bytes, and on one that is not Latin-1 for anything.
            let stream = g_memory_input_stream_new_from_bytes(shared)
            defer { g_object_unref(stream) }
            error = nil
            if let document = poppler_document_new_from_stream(stream, goffset(bytes.count), password, nil, &error) {
                raw = document
                return
            }
            if let other = Self.readingError(taking: error) { throw other }
        }
        throw .encrypted(tried: usable.count)
    }

    deinit { g_object_unref(UnsafeMutableRawPointer(raw)) }

    var pageCount: Int { max(0, Int(poppler_document_get_n_pages(raw))) }

    /// Names of the files that are attached, as many as people would name.
    var attachments: [String] {
        guard poppler_document_has_attachments(raw) != 0, let list = poppler_document_get_attachments(raw) else {
            return []
        }
        defer { g_list_free_full(list) { object in object.map { g_object_unref($0) } } }
        return sequence(first: list) { $0.pointee.next }.prefix(20).compactMap { entry in
            let attachment = entry.pointee.data?.assumingMemoryBound(to: PopplerAttachment.self)
            guard let name = poppler_attachment_get_name(attachment) else { return nil }
            return String(cString: name)
        }
    }

    /// The page at a 0-based index, or nil: poppler gives none for some indices it counts (23 of 2,746 odd files).
    func page(at index: Int) -> PopplerPage? {
        poppler_document_get_page(raw, Int32(index)).map { PopplerPage(owning: $0) }
    }

    /// Why the PDF cannot be opened; nil where it asks for another password.
    private static func readingError(taking error: UnsafeMutablePointer<GError>?) -> ReadingError? {
        guard let error else { return .damaged("") }
        defer { g_error_free(error) }
        if error.pointee.domain == cpoppler_error_quark(),
            PopplerError(rawValue: UInt32(error.pointee.code)) == POPPLER_ERROR_ENCRYPTED
        {
            return nil
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
        return (min(width, Page.farthest), min(height, Page.farthest))
    }
}
