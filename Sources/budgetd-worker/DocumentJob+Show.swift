import BudgetRelease
import DocumentReading
import PageContent
import ReadingCell

extension DocumentJob {
    /// A page as `ShownPage` has it: what stands where, on one line, and behind it the picture.
    func show(page: Int, scale: Double) -> Result<[UInt8], Problem> {
        let bytes = readStandardInput(atMost: limits[.bytes])
        do {
            let passwords = try preparation.get().passwords
            let shown = try PagePicture(
                bytes: bytes, page: page, scale: scale, passwords: passwords, limits: ReadingLimits(limits))
            let head: JSON = [
                "width": JSON(points: shown.width), "height": JSON(points: shown.height),
                "words": .array(
                    shown.words.map { word in
                        let box = word.box
                        return [
                            "text": .string(word.text),
                            "box": .array([box.x0, box.y0, box.x1, box.y1].map { JSON(points: $0) }),
                        ]
                    }),
            ]
            return .success(head.utf8() + [UInt8(ascii: "\n")] + shown.picture)
        } catch let error as ReadingError {
            return .failure(error.problem(file: name))
        } catch let problem as Problem {
            return .failure(problem)
        } catch {
            return .failure(Problem(.crashed, details: ["error", "\(error)"], file: name))
        }
    }
}
