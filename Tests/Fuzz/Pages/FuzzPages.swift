import FuzzSupport
import PageContent

/// Pages of a PDF, as bytes that a fuzzer can change one by one, to tables and a release.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzPages(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    fuzzRelease(from: PageScript(UnsafeBufferPointer(start: bytes, count: count)).pages)
    return 0
}
