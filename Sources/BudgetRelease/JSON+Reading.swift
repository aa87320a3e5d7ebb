import FoundationEssentials

extension JSON {
    /// Reads one JSON text (RFC 8259) in UTF-8. Integers come as `int`, other numbers as decimals of 38 digits.
    ///
    /// Decoding the shipped forms by `JSONDecoder` took a tenth of a reading's start, for the generic types that it makes.
    ///
    /// - Throws: `JSONSyntaxError` where the bytes are no such text, one that is deeper than 64 values, or one that names a
    ///   member of an object twice.
    package init(reading bytes: some Collection<UInt8>) throws(JSONSyntaxError) {
        let value =
            bytes.withContiguousStorageIfAvailable(JSONReader.read)
            ?? Array(bytes).withUnsafeBufferPointer(JSONReader.read)
        self = try value.get()
    }

    /// The text of a string; nil for other values.
    package var text: String? { if case .string(let text) = self { text } else { nil } }

    /// The value of an integer; nil for other values.
    package var integer: Int? { if case .int(let value) = self { value } else { nil } }

    /// The value of a member; nil where the value is no object or has none of the name.
    package subscript(name: String) -> JSON? { if case .object(let object) = self { object[name] } else { nil } }
}

/// Why a text is not JSON.
package enum JSONSyntaxError: Error, Equatable {
    case encoding
    /// Where it stops being JSON, counted from 1.
    case line(Int)
    /// A member's name stands twice in one object: readers differ in which value counts.
    case repeated(String)
}

/// Builds the value of a JSON text.
private struct JSONReader {
    private var scanner: JSONScanner
    private var repeatedName: String?

    static func read(_ text: UnsafeBufferPointer<UInt8>) -> Result<JSON, JSONSyntaxError> {
        guard String(validating: text, as: UTF8.self) != nil else { return .failure(.encoding) }
        var reader = JSONReader(scanner: JSONScanner(text: text))
        if let value = reader.value(depth: 0), reader.scanner.nextByte() == nil { return .success(value) }
        if let name = reader.repeatedName { return .failure(.repeated(name)) }
        let before = text[..<min(reader.scanner.position, text.count)]
        return .failure(.line(before.count { $0 == UInt8(ascii: "\n") } + 1))
    }

    private mutating func value(depth: Int) -> JSON? {
        guard depth < JSONScanner.deepest, let byte = scanner.nextByte() else { return nil }
        switch byte {
        case UInt8(ascii: "{"): return object(depth: depth)
        case UInt8(ascii: "["): return array(depth: depth)
        case UInt8(ascii: "\""): return string().map(JSON.string)
        default:
            let start = scanner.position
            guard scanner.skipScalar() else { return nil }
            switch byte {
            case UInt8(ascii: "t"): return .bool(true)
            case UInt8(ascii: "f"): return .bool(false)
            case UInt8(ascii: "n"): return .null
            default: return Self.number(scanner.text[start..<scanner.position])
            }
        }
    }

    private static func number(_ digits: Slice<UnsafeBufferPointer<UInt8>>) -> JSON? {
        let text = String(decoding: digits, as: UTF8.self)
        return Int(text).map(JSON.int) ?? Decimal(string: text).map(JSON.decimal)
    }

    private mutating func object(depth: Int) -> JSON? {
        scanner.position += 1
        if scanner.nextByte() == UInt8(ascii: "}") {
            scanner.position += 1
            return .object([:])
        }
        var members: [String: JSON] = [:]
        while scanner.nextByte() == UInt8(ascii: "\""), let name = string(), scanner.nextByte() == UInt8(ascii: ":") {
            scanner.position += 1
            guard let value = value(depth: depth + 1), let mark = scanner.nextByte() else { return nil }
            guard members.updateValue(value, forKey: name) == nil else {
                repeatedName = name
                return nil
            }
            guard mark == UInt8(ascii: ",") || mark == UInt8(ascii: "}") else { return nil }
            scanner.position += 1
            if mark == UInt8(ascii: "}") { return .object(JSONObject(members.lazy.map { ($0.key, $0.value) })) }
        }
        return nil
    }

    private mutating func array(depth: Int) -> JSON? {
        var elements: [JSON] = []
        scanner.position += 1
        if scanner.nextByte() == UInt8(ascii: "]") {
            scanner.position += 1
            return .array(elements)
        }
        while let value = value(depth: depth + 1), let mark = scanner.nextByte() {
            elements.append(value)
            guard mark == UInt8(ascii: ",") || mark == UInt8(ascii: "]") else { return nil }
            scanner.position += 1
            if mark == UInt8(ascii: "]") { return .array(elements) }
        }
        return nil
    }

    private mutating func string() -> String? {
        let start = scanner.position + 1
        guard scanner.skipString() else { return nil }
        let written = scanner.text[start..<scanner.position - 1]
        return written.contains(UInt8(ascii: "\\")) ? Self.unescaped(written) : String(decoding: written, as: UTF8.self)
    }

    /// Nil where half of a surrogate pair stands alone.
    private static func unescaped(_ written: Slice<UnsafeBufferPointer<UInt8>>) -> String? {
        var units: [UInt16] = []
        var rest = written
        while let end = rest.firstIndex(of: UInt8(ascii: "\\")) {
            units += String(decoding: rest[..<end], as: UTF8.self).utf16
            let escape = rest[end + 1]
            rest = rest[(end + 2)...]
            switch escape {
            case UInt8(ascii: "u"):
                units.append(
                    rest.prefix(4).reduce(0) { $0 << 4 | UInt16(Character(Unicode.Scalar($1)).hexDigitValue ?? 0) })
                rest = rest.dropFirst(4)
            case UInt8(ascii: "b"): units.append(0x08)
            case UInt8(ascii: "f"): units.append(0x0C)
            case UInt8(ascii: "n"): units.append(0x0A)
            case UInt8(ascii: "r"): units.append(0x0D)
            case UInt8(ascii: "t"): units.append(0x09)
            default: units.append(UInt16(escape))
            }
        }
        units += String(decoding: rest, as: UTF8.self).utf16
        return String(validating: units, as: UTF16.self)
    }
}
