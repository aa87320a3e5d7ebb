import BudgetRelease

/// A value in a form file that knows the way to itself, for whoever has to mend it.
struct FormValue {
    private let json: JSON
    private let file: String
    /// `columns[2].type`; empty for the file as a whole.
    private let field: String

    private init(_ json: JSON, file: String, field: String) {
        self.json = json
        self.file = file
        self.field = field
    }

    /// - Throws: `FormError` where the file is no JSON.
    init(_ file: FormFile) throws(FormError) {
        do {
            self.init(try JSON(reading: file.bytes.withoutByteOrderMark), file: file.name, field: "")
        } catch {
            switch error {
            case .encoding: throw FormError(file: file.name, field: "", reason: "encoding")
            case .line(let line): throw FormError(file: file.name, field: "", reason: "syntax", detail: "\(line)")
            case .repeated(let name): throw FormError(file: file.name, field: name, reason: "field_repeated")
            }
        }
    }

    func error(_ reason: String, _ detail: String = "") -> FormError {
        FormError(file: file, field: field, reason: reason, detail: detail)
    }

    /// - Throws: `FormError` where the value is no string.
    func text() throws(FormError) -> String {
        guard let text = json.text else { throw error("field_kind") }
        return text
    }

    /// - Throws: `FormError` where the value is no array.
    func list() throws(FormError) -> [FormValue] {
        guard case .array(let elements) = json else { throw error("field_kind") }
        return elements.enumerated().map { FormValue($1, file: file, field: "\(field)[\($0)]") }
    }

    /// - Throws: `FormError` where the value is no array of strings.
    func texts() throws(FormError) -> [String] {
        try list().map { (value) throws(FormError) in try value.text() }
    }

    /// - Throws: `FormError` where the value is none of the words that it may be.
    func word<Word: RawRepresentable<String> & CaseIterable>(_ type: Word.Type = Word.self) throws(FormError) -> Word {
        guard let word = Word(rawValue: try text()) else {
            throw error("field_word", Word.allCases.map(\.rawValue).joined(separator: ", "))
        }
        return word
    }

    /// The members of an object, by name.
    ///
    /// - Throws: `FormError` where the value is no object.
    func members() throws(FormError) -> [(name: String, value: FormValue)] {
        guard case .object(let object) = json else { throw error("field_kind") }
        return object.members.map { member in
            let place = field.isEmpty ? member.name : field + "." + member.name
            return (member.name, FormValue(member.value, file: file, field: place))
        }
    }

    /// An object of the catalogue, whose fields may be null instead of missing. A field that no object of its kind has is
    /// refused: it would do nothing, and nobody would know.
    func object<Name: RawRepresentable<String> & CaseIterable & Hashable>(
        of names: Name.Type
    ) throws(FormError) -> FormObject<Name> {
        var object = FormObject<Name>(value: self)
        for (name, value) in try members() {
            guard let known = Name(rawValue: name) else {
                throw value.error("field_unknown", Name.allCases.map(\.rawValue).joined(separator: ", "))
            }
            if value.json != .null { object.members[known] = value }
        }
        return object
    }
}

/// The fields of an object in a form file.
struct FormObject<Name: RawRepresentable<String> & Hashable> {
    let value: FormValue
    fileprivate(set) var members: [Name: FormValue] = [:]

    init(value: FormValue) { self.value = value }

    subscript(name: Name) -> FormValue? { members[name] }

    /// - Throws: `FormError` where the object lacks the field.
    func required(_ name: Name) throws(FormError) -> FormValue {
        guard let member = members[name] else { throw value.error("field_missing", name.rawValue) }
        return member
    }
}
