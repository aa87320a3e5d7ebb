/// The members of a JSON object, each name once, in the order that they are printed in.
///
/// Swift orders strings by Unicode scalars after normalisation: the same order on every machine.
package struct JSONObject: Equatable, Sendable, ExpressibleByDictionaryLiteral {
    package struct Member: Equatable, Sendable {
        package let name: String
        package fileprivate(set) var value: JSON
    }

    package private(set) var members: [Member]

    /// - Parameter members: no name twice.
    package init(_ members: some Sequence<(String, JSON)>) {
        self.members = members.map { Member(name: $0, value: $1) }
        self.members.sort { $0.name < $1.name }
    }

    package init(dictionaryLiteral members: (String, JSON)...) { self.init(members) }

    /// The value of a member; nil for one that is not there.
    package subscript(name: String) -> JSON? {
        get {
            let index = index(of: name)
            return holds(name, at: index) ? members[index].value : nil
        }
        set {
            let index = index(of: name)
            switch (newValue, holds(name, at: index)) {
            case (let value?, true): members[index].value = value
            case (let value?, false): members.insert(Member(name: name, value: value), at: index)
            case (nil, true): members.remove(at: index)
            case (nil, false): break
            }
        }
    }

    private func holds(_ name: String, at index: Int) -> Bool { index < members.count && members[index].name == name }

    /// Where a member stands or would stand.
    private func index(of name: String) -> Int {
        var (low, high) = (0, members.count)
        while low < high {
            let middle = (low + high) / 2
            if members[middle].name < name { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
