/// The members of the object that a JSON text is, found by one pass over its bytes without building values.
///
/// That there is an outline proves the text to be one whole JSON object (RFC 8259) in valid UTF-8. It takes about as
/// long as copying the text does, where decoding a release takes as long as reading its PDF.
package struct JSONOutline: Sendable {
    /// Where the value of each member stands. Of members with the same name, the last.
    package private(set) var members: [String: Range<Int>] = [:]

    private enum Expected {
        case value, firstElement, firstKey, key, separator
    }

    /// Nil where the bytes are no JSON object.
    package init?(_ bytes: some Collection<UInt8>) {
        let found =
            bytes.withContiguousStorageIfAvailable(Self.members(of:))
            ?? Array(bytes).withUnsafeBufferPointer(Self.members(of:))
        guard let found else { return nil }
        members = found
    }

    private static func members(of text: UnsafeBufferPointer<UInt8>) -> [String: Range<Int>]? {
        guard String(validating: text, as: UTF8.self) != nil else { return nil }
        var members: [String: Range<Int>] = [:]
        let isWhole = scan(text, from: UInt8(ascii: "{")) { name, value in
            guard let name else { return }
            members[String(decoding: text[name], as: UTF8.self)] = value
        }
        return isWhole ? members : nil
    }

    /// Where the elements of a JSON array stand in its text; nil where the bytes are no array. That the text is UTF-8 is
    /// for the caller to know.
    static func elements(of bytes: ArraySlice<UInt8>) -> [Range<Int>]? {
        var elements: [Range<Int>] = []
        let isWhole = bytes.withUnsafeBufferPointer { text in
            scan(text, from: UInt8(ascii: "[")) { _, value in
                elements.append(value.lowerBound + bytes.startIndex..<value.upperBound + bytes.startIndex)
            }
        }
        return isWhole ? elements : nil
    }

    /// The value of one member of a JSON object that is known to be one; nil where it has none of the name, or where any
    /// name is written with escapes and may be the same.
    static func member(_ name: StaticString, of bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        let wanted = UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount)
        var found: Range<Int>?
        var isPlain = true
        _ = bytes.withUnsafeBufferPointer { text in
            scan(text, from: UInt8(ascii: "{")) { name, value in
                guard let name else { return }
                if text[name].elementsEqual(wanted) { found = value }
                if text[name].contains(UInt8(ascii: "\\")) { isPlain = false }
            }
        }
        guard isPlain else { return nil }
        return found.map { bytes[($0.lowerBound + bytes.startIndex)..<($0.upperBound + bytes.startIndex)] }
    }

    /// Steps through one whole object or array and tells the values in it, and their names if they have some.
    private static func scan(
        _ text: UnsafeBufferPointer<UInt8>, from opening: UInt8,
        found: (_ name: Range<Int>?, _ value: Range<Int>) -> Void
    ) -> Bool {
        var scanner = JSONScanner(text: text)
        guard scanner.nextByte() == opening else { return false }
        var containers: [UInt8] = []
        var expected = Expected.value
        var name: Range<Int>?
        var start = 0
        repeat {
            guard let byte = scanner.nextByte() else { return false }
            let position = scanner.position
            if containers.count == 1, expected != .separator { start = position }
            switch (expected, byte) {
            case (.firstElement, UInt8(ascii: "]")), (.firstKey, UInt8(ascii: "}")):
                scanner.position += 1
                containers.removeLast()
                expected = .separator
                // The empty container is a value of the outermost one, not the end of it.
                if containers.isEmpty { continue }
            case (.firstKey, UInt8(ascii: "\"")), (.key, UInt8(ascii: "\"")):
                guard scanner.skipString() else { return false }
                if containers.count == 1 { name = position + 1..<scanner.position - 1 }
                guard scanner.nextByte() == UInt8(ascii: ":") else { return false }
                scanner.position += 1
                expected = .value
                continue
            case (.value, UInt8(ascii: "{")), (.firstElement, UInt8(ascii: "{")),
                (.value, UInt8(ascii: "[")), (.firstElement, UInt8(ascii: "[")):
                guard containers.count < JSONScanner.deepest else { return false }
                scanner.position += 1
                containers.append(byte)
                expected = byte == UInt8(ascii: "{") ? .firstKey : .firstElement
                continue
            case (.value, _), (.firstElement, _):
                guard scanner.skipScalar() else { return false }
                expected = .separator
            case (.separator, UInt8(ascii: ",")):
                scanner.position += 1
                expected = containers.last == UInt8(ascii: "{") ? .key : .value
                continue
            case (.separator, UInt8(ascii: "}")) where containers.last == UInt8(ascii: "{"),
                (.separator, UInt8(ascii: "]")) where containers.last == UInt8(ascii: "["):
                scanner.position += 1
                containers.removeLast()
            default:
                return false
            }
            if containers.count == 1 {
                found(name, start..<scanner.position)
                name = nil
            }
        } while !containers.isEmpty
        return scanner.nextByte() == nil
    }
}
