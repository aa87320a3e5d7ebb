import FoundationEssentials

/// Reads JSON that the program wrote itself, whose names are in snake case.
package enum ContractDecoding {
    /// - Throws: `DecodingError` where the bytes are no such value.
    package static func decode<Value: Decodable>(
        _ type: Value.Type = Value.self, from json: some Sequence<UInt8>
    ) throws -> Value {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(type, from: Data(json))
    }
}
