package import FoundationEssentials

/// A JSON value whose printed form is the same wherever and whenever it is printed.
///
/// Numbers are exact decimals in shortest plain notation; they never pass through binary floating point.
package enum JSON: Equatable, Sendable {
    case null
    case bool(Bool)
    case int(Int)
    case decimal(Decimal)
    case string(String)
    case array([JSON])
    case object([String: JSON])

    /// UTF-8 with sorted keys: on one line without spaces, or indented by two spaces a level.
    package func utf8(pretty: Bool = false) -> [UInt8] {
        var bytes: [UInt8] = []
        write(to: &bytes, indent: pretty ? 0 : nil)
        return bytes
    }

    private func write(to bytes: inout [UInt8], indent: Int?) {
        switch self {
        case .null: bytes += "null".utf8
        case .bool(let value): bytes += (value ? "true" : "false").utf8
        case .int(let value): bytes += String(value).utf8
        case .decimal(let value): bytes += value.plainNotation.utf8
        case .string(let value): Self.write(value, to: &bytes)
        case .array(let values):
            Self.write(values, brackets: ("[", "]"), to: &bytes, indent: indent) { value, bytes, indent in
                value.write(to: &bytes, indent: indent)
            }
        case .object(let members):
            // Swift orders strings by Unicode scalars after normalisation: the same order on every machine.
            let sorted = members.sorted { $0.key < $1.key }
            Self.write(sorted, brackets: ("{", "}"), to: &bytes, indent: indent) { member, bytes, indent in
                Self.write(member.key, to: &bytes)
                bytes += (indent == nil ? ":" : ": ").utf8
                member.value.write(to: &bytes, indent: indent)
            }
        }
    }

    private static func write<Element>(
        _ elements: [Element], brackets: (String, String), to bytes: inout [UInt8], indent: Int?,
        each: (Element, inout [UInt8], Int?) -> Void
    ) {
        bytes += brackets.0.utf8
        let inner = indent.map { $0 + 2 }
        for (index, element) in elements.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            if let inner { bytes += "\n".utf8 + [UInt8](repeating: UInt8(ascii: " "), count: inner) }
            each(element, &bytes, inner)
        }
        if let indent, !elements.isEmpty {
            bytes += "\n".utf8 + [UInt8](repeating: UInt8(ascii: " "), count: indent)
        }
        bytes += brackets.1.utf8
    }

    private static func write(_ string: String, to bytes: inout [UInt8]) {
        let hex = Array("0123456789abcdef".utf8)
        bytes.append(UInt8(ascii: "\""))
        for byte in string.utf8 {
            switch byte {
            case UInt8(ascii: "\""): bytes += "\\\"".utf8
            case UInt8(ascii: "\\"): bytes += "\\\\".utf8
            case 0x0A: bytes += "\\n".utf8
            case 0x0D: bytes += "\\r".utf8
            case 0x09: bytes += "\\t".utf8
            case 0..<0x20: bytes += Array("\\u00".utf8) + [hex[Int(byte >> 4)], hex[Int(byte & 15)]]
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByDictionaryLiteral {
    package init(stringLiteral value: String) { self = .string(value) }
    package init(integerLiteral value: Int) { self = .int(value) }
    package init(dictionaryLiteral elements: (String, JSON)...) {
        self = .object(Dictionary(elements, uniquingKeysWith: { $1 }))
    }

    /// A string, or null for nil.
    package init(_ value: String?) { self = value.map(JSON.string) ?? .null }
    /// An integer, or null for nil.
    package init(_ value: Int?) { self = value.map(JSON.int) ?? .null }
    /// A number, or null for nil.
    package init(_ value: Decimal?) { self = value.map(JSON.decimal) ?? .null }

    /// A length in points, rounded once to hundredths.
    package init(points: Double) {
        let hundredths = points.isFinite ? (max(-1e9, min(1e9, points)) * 100).rounded() : 0
        self = .decimal(Decimal(sign: .plus, exponent: -2, significand: Decimal(Int(hundredths))))
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
