import DocumentReading
import FuzzSupport

/// Bytes of a text file to a release. PDFs are left to `Tests/Fuzz/mutate_pdfs.py`: poppler carries no instruments.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzText(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: bytes, count: count))
    guard !bytes.starts(with: "%PDF-".utf8), let document = try? readDocument(bytes: bytes, name: "fuzz.txt"),
        document.mediaType == .text
    else { return 0 }
    fuzzRelease(from: document.pages)
    return 0
}
