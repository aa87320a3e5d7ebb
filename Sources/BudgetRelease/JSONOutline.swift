/// The members of the object that a JSON text is, found by one pass over its bytes without building values.
///
/// That there is an outline proves the text to be one whole JSON object (RFC 8259) in valid UTF-8. It takes about as
/// long as copying the text does, where decoding a release takes as long as reading its PDF.
package struct JSONOutline: Sendable {
    /// Where the value of each member stands. Of members with the same name, the last.
    package private(set) var members: [String: Range<Int>] = [:]

    /// Values deeper than this are refused; a release is 8 deep.
    private static let deepest = 64

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
                guard containers.count < deepest else { return false }
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

/// Steps over the tokens of a JSON text.
private struct JSONScanner {
    let text: UnsafeBufferPointer<UInt8>
    var position = 0

    init(text: UnsafeBufferPointer<UInt8>) { self.text = text }

    /// The next byte that is no white space; nil at the end.
    mutating func nextByte() -> UInt8? {
        while position < text.count {
            switch text[position] {
            case 0x20, 0x09, 0x0A, 0x0D: position += 1
            default: return text[position]
            }
        }
        return nil
    }

    /// Steps over a string that begins here.
    mutating func skipString() -> Bool {
        position += 1
        while position < text.count {
            switch text[position] {
            case UInt8(ascii: "\""):
                position += 1
                return true
            case UInt8(ascii: "\\"):
                guard skipEscape() else { return false }
            case 0..<0x20:
                return false
            default:
                position += 1
            }
        }
        return false
    }

    private mutating func skipEscape() -> Bool {
        guard position + 1 < text.count else { return false }
        switch text[position + 1] {
        case UInt8(ascii: "u"):
            guard position + 6 <= text.count, text[(position + 2)..<(position + 6)].allSatisfy(Self.isHexadecimal)
            else { return false }
            position += 6
            return true
        case let byte where "\"\\/bfnrt".utf8.contains(byte):
            position += 2
            return true
        default:
            return false
        }
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
            UInt8(ascii: "A")...UInt8(ascii: "F"):
            true
        default: false
        }
    }

    /// Steps over a string, a number, `true`, `false` or `null`.
    mutating func skipScalar() -> Bool {
        switch text[position] {
        case UInt8(ascii: "\""): skipString()
        case UInt8(ascii: "t"): skip("true")
        case UInt8(ascii: "f"): skip("false")
        case UInt8(ascii: "n"): skip("null")
        default: skipNumber()
        }
    }

    private mutating func skip(_ word: StaticString) -> Bool {
        let length = word.utf8CodeUnitCount
        guard position + length <= text.count else { return false }
        for offset in 0..<length where text[position + offset] != word.utf8Start[offset] { return false }
        position += length
        return true
    }

    private mutating func skipNumber() -> Bool {
        if peek == UInt8(ascii: "-") { position += 1 }
        if peek == UInt8(ascii: "0") {
            position += 1
        } else {
            guard skipDigits() else { return false }
        }
        if peek == UInt8(ascii: ".") {
            position += 1
            guard skipDigits() else { return false }
        }
        if peek == UInt8(ascii: "e") || peek == UInt8(ascii: "E") {
            position += 1
            if peek == UInt8(ascii: "+") || peek == UInt8(ascii: "-") { position += 1 }
            guard skipDigits() else { return false }
        }
        return true
    }

    private var peek: UInt8? { position < text.count ? text[position] : nil }

    private mutating func skipDigits() -> Bool {
        let start = position
        while let byte = peek, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { position += 1 }
        return position > start
    }
}
