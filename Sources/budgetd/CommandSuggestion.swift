/// The command that a mistyped word is nearest to.
struct CommandSuggestion {
    /// Nil where none is near.
    let command: String?

    /// Wrong, missing, further or exchanged letters that a word may have; one of short words.
    private static func mistakes(in word: String) -> Int { word.count < 5 ? 1 : 2 }

    init(for word: String, among commands: [String]) {
        let typed = Array(word.lowercased())
        let near = commands.map { ($0, Self.distance(typed, Array($0))) }
            .filter { $0.1 <= Self.mistakes(in: word) || ($0.0.hasPrefix(word) && word.count >= 3) }
        command = near.min { $0.1 < $1.1 }?.0
    }

    /// Letters to change, with two neighbours exchanged counted as one (optimal string alignment).
    private static func distance(_ one: [Character], _ other: [Character]) -> Int {
        var before: [Int] = []
        var last = Array(0...other.count)
        for (row, letter) in one.enumerated() {
            var next = [row + 1]
            for (column, its) in other.enumerated() {
                var least = min(last[column + 1] + 1, next[column] + 1, last[column] + (letter == its ? 0 : 1))
                if row > 0, column > 0, letter == other[column - 1], one[row - 1] == its {
                    least = min(least, before[column - 1] + 1)
                }
                next.append(least)
            }
            (before, last) = (last, next)
        }
        return last[other.count]
    }
}
