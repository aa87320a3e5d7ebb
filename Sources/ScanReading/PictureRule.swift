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
}
