/// A ruling line of a picture, in pixels.
struct PictureRule: Equatable {
    var isVertical: Bool
    /// The middle across it.
    var position: Double
    /// Where it begins and ends along its axis.
    var start: Int
    var end: Int
    var thickness: Double

    var length: Int { end - start }

    /// How far from its middle its ink reaches, in pixels.
    func margin(at resolution: Double) -> Int { Int(thickness / 2 + 1.5 + resolution / 300) }

    /// Whether it meets or crosses another one, or ends so close to it.
    func crosses(_ other: PictureRule, slack: Double) -> Bool {
        func reaches(_ rule: PictureRule, _ place: Double) -> Bool {
            place > Double(rule.start) - slack && place < Double(rule.end) + slack
        }
        return isVertical != other.isVertical && reaches(self, other.position) && reaches(other, position)
    }
}
