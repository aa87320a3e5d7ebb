/// One office under the spellings that it prints: `上海市普陀区财政局（本级）`, `普陀区财政局(本级)` and `普陀区 财政局` are one.
///
/// The rules: blanks and the width of brackets do not count; 本级, 机关 and 汇总 in brackets at the end, or 本级 without, do not; nor do
/// the province and the city in front of a district or county, and 人民政府 behind it where an office follows. Offices whose cities
/// are printed and differ are two: every other city has a 鼓楼区.
package struct OfficeKey: Hashable, Sendable {
    /// The office, with the district or county that it belongs to.
    package let name: String
    /// The province and the city in front of that, as far as they are printed.
    package let places: String

    /// - Parameter issuer: as printed.
    package init(_ issuer: String) {
        var name = String(issuer.filter { !$0.isWhitespace }.map { Self.brackets[$0] ?? $0 })
        for suffix in Self.suffixes where name.hasSuffix(suffix) && name.count > suffix.count {
            name.removeLast(suffix.count)
            break
        }
        var places = ""
        while let place = Self.place(in: name[...], endingWith: Self.regions),
            let district = Self.place(in: name.dropFirst(place.count), endingWith: Self.districts),
            name.count > place.count + district.count
        {
            places += place
            name.removeFirst(place.count)
        }
        if let district = Self.place(in: name[...], endingWith: Self.districts) {
            let rest = name.dropFirst(district.count)
            if rest.hasPrefix(Self.government), rest.count > Self.government.count + 2 {
                name = district + rest.dropFirst(Self.government.count)
            }
        }
        self.name = name
        self.places = places
    }

    /// Whether two spellings are of one office.
    ///
    /// - Parameter places: those printed in front of the name anywhere: where they are of several cities, a name without a place may
    ///   be of any of them.
    package func isSame(as other: OfficeKey, among places: Set<String>) -> Bool {
        guard name == other.name else { return false }
        if self.places == other.places { return true }
        let isPart = self.places.hasSuffix(other.places) || other.places.hasSuffix(self.places)
        let cities = places.filter { one in !one.isEmpty && !places.contains { $0 != one && $0.hasSuffix(one) } }
        return isPart && cities.count <= 1
    }

    private static let brackets: [Character: Character] = ["（": "(", "）": ")", "〔": "(", "〕": ")"]
    private static let suffixes = ["(本级)", "(机关)", "(汇总)", "(局本级)", "(部门)", "本级"]
    private static let government = "人民政府"
    private static let regions: [Character] = ["省", "市", "州", "盟"]
    private static let districts: [Character] = ["区", "县", "市", "旗", "镇", "乡"]
    private static let lengths = 2...8

    /// The place that a text begins with: `上海市`.
    private static func place(in text: Substring, endingWith ends: [Character]) -> String? {
        if text.hasPrefix("市") || text.hasPrefix("区") || text.hasPrefix("县") { return nil }
        for length in lengths where length < text.count {
            let place = text.prefix(length)
            guard let last = place.last, ends.contains(last) else { continue }
            // The 州 of 广州市 and of 贵州省 is a part of its name.
            if let next = text.dropFirst(length).first, "省市".contains(next) { continue }
            return String(place)
        }
        return nil
    }
}
