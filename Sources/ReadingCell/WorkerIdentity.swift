package import BudgetRelease

/// Who reads here, and behind which walls.
package struct WorkerIdentity: Equatable, Sendable, Decodable {
    package var parser: Release.Parser
    package var walls: Walls

    package init(parser: Release.Parser, walls: Walls) {
        self.parser = parser
        self.walls = walls
    }

    package var json: JSON { ["parser": parser.json, "walls": walls.json] }
}
