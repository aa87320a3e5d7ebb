package import FoundationEssentials

/// A JSON value whose printed form is the same wherever and whenever it is printed.
///
/// Numbers are exact decimals in shortest plain notation; they never pass through binary floating point.
package enum JSON: Equatable, Sendable {
    case null
    case bool(Bool)
    case int(Int)
    /// An integer of hundredths: 1234 is printed as 12.34.
    case hundredths(Int)
    case decimal(Decimal)
    case string(String)
    case array([JSON])
    case object(JSONObject)

    /// UTF-8 with sorted keys: on one line without spaces, or indented by two spaces a level.
    package func utf8(pretty: Bool = false) -> [UInt8] {
        var writer = JSONWriter(isPretty: pretty)
        writer.write(self)
        return writer.bytes
    }
}

/// Prints JSON values one behind the other.
private struct JSONWriter {
    let isPretty: Bool
    var bytes: [UInt8] = []
    private var depth = 0
    /// What numbers are printed as: a release says most of its amounts several times.
    private var notations: [Decimal: [UInt8]] = [:]

    init(isPretty: Bool) { self.isPretty = isPretty }

    mutating func write(_ value: JSON) {
        switch value {
        case .null: append("null")
        case .bool(let value): append(value ? "true" : "false")
        case .int(let value): writeInteger(value)
        case .hundredths(let value): writeHundredths(value)
        case .decimal(let value):
            if let notation = notations[value] {
                bytes += notation
            } else {
                let notation = Array(value.plainNotation.utf8)
                notations[value] = notation
                bytes += notation
            }
        case .string(let value): write(value)
        case .array(let values):
            bytes.append(UInt8(ascii: "["))
            depth += 1
            for index in values.indices {
                beginElement(isFirst: index == 0)
                write(values[index])
            }
            depth -= 1
            endElements(isEmpty: values.isEmpty)
            bytes.append(UInt8(ascii: "]"))
        case .object(let object):
            bytes.append(UInt8(ascii: "{"))
            depth += 1
            for index in object.members.indices {
                beginElement(isFirst: index == 0)
                write(object.members[index].name)
                append(isPretty ? ": " : ":")
                write(object.members[index].value)
            }
            depth -= 1
            endElements(isEmpty: object.members.isEmpty)
            bytes.append(UInt8(ascii: "}"))
        }
    }

    private mutating func beginElement(isFirst: Bool) {
        if !isFirst { bytes.append(UInt8(ascii: ",")) }
        beginLine()
    }

    private mutating func endElements(isEmpty: Bool) {
        if !isEmpty { beginLine() }
    }

    private mutating func beginLine() {
        guard isPretty else { return }
        bytes.append(UInt8(ascii: "\n"))
        bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: 2 * depth))
    }

    private mutating func append(_ text: StaticString) {
        bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    private mutating func writeInteger(_ value: Int) {
        if value < 0 { bytes.append(UInt8(ascii: "-")) }
        var power: UInt = 1
        while value.magnitude / power >= 10 { power *= 10 }
        while power > 0 {
            bytes.append(UInt8(ascii: "0") + UInt8(value.magnitude / power % 10))
            power /= 10
        }
    }

    private mutating func writeHundredths(_ value: Int) {
        if value < 0 { bytes.append(UInt8(ascii: "-")) }
        writeInteger(Int(value.magnitude / 100))
        let (tenths, hundredths) = (value.magnitude / 10 % 10, value.magnitude % 10)
        guard tenths + hundredths > 0 else { return }
        bytes.append(UInt8(ascii: "."))
        bytes.append(UInt8(ascii: "0") + UInt8(tenths))
        if hundredths > 0 { bytes.append(UInt8(ascii: "0") + UInt8(hundredths)) }
    }

    private mutating func write(_ string: String) {
        bytes.append(UInt8(ascii: "\""))
        var string = string
        string.withUTF8 { text in
            if text.allSatisfy({ $0 >= 0x20 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }) {
                bytes.append(contentsOf: text)
            } else {
                for byte in text { writeEscaped(byte) }
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private static let hexadecimals = Array("0123456789abcdef".utf8)

    private mutating func writeEscaped(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""): append("\\\"")
        case UInt8(ascii: "\\"): append("\\\\")
        case 0x0A: append("\\n")
        case 0x0D: append("\\r")
        case 0x09: append("\\t")
        case 0..<0x20:
            append("\\u00")
            bytes.append(Self.hexadecimals[Int(byte >> 4)])
            bytes.append(Self.hexadecimals[Int(byte & 15)])
        default: bytes.append(byte)
        }
    }
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByDictionaryLiteral {
    package init(stringLiteral value: String) { self = .string(value) }
    package init(integerLiteral value: Int) { self = .int(value) }
    package init(dictionaryLiteral members: (String, JSON)...) {
        self = .object(JSONObject(members))
    }

    /// A string, or null for nil.
    package init(_ value: String?) { self = value.map(JSON.string) ?? .null }
    /// An integer, or null for nil.
    package init(_ value: Int?) { self = value.map(JSON.int) ?? .null }
    /// A number, or null for nil.
    package init(_ value: Decimal?) { self = value.map(JSON.decimal) ?? .null }

    /// A length in points, rounded once to hundredths.
    package init(points: Double) {
        self = .hundredths(points.isFinite ? Int((max(-1e9, min(1e9, points)) * 100).rounded()) : 0)
    }
}

extension Decimal {
    /// The number without an exponent and without trailing zeros: `5.28`, `100`, `-0.5`.
    package var plainNotation: String {
        var text = description
        if text.contains(".") {
            while text.hasSuffix("0") { text.removeLast() }
            if text.hasSuffix(".") { text.removeLast() }
        }
        return text == "-0" ? "0" : text
    }
}
