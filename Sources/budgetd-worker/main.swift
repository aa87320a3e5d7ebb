import BudgetRelease
import CLinux
import DocumentReading
import Glibc
import ReadingCell
import ReleaseReading
import Sentences

// One document from standard input to one release or problem on standard output. Internal to budgetd: the arguments are
// those of a `WorkerOrder`.

guard var order = WorkerOrder(arguments: CommandLine.arguments.dropFirst()) else { exit(EX_USAGE) }
let preparation = Preparation.of(order)
if order.task == .serve {
    // What is wrong at this moment is said by processes of single documents, each anew.
    guard case .success(let ready) = preparation, (try? checkInstallation()) != nil,
        die_with_parent(order.parent) == 0
    else { exit(EX_CONFIG) }
    order.parent = getpid()
    ready.warmUp()
    var nursery = Nursery()
    guard let task = nursery.task() else { exit(EX_USAGE) }
    // From here on this is the process of one document.
    order.task = task
}
let job = DocumentJob(order, preparation)
guard let walls = Cell.close(order) else { exit(EX_OSERR) }

func answer(_ json: JSON, _ exitCode: Int32, isPretty: Bool = false) -> Never {
    writeStandardOutput(json.utf8(pretty: isPretty) + [UInt8(ascii: "\n")])
    exit(exitCode)
}

switch order.task {
case .probe(let probe):
    probe.attempt(parent: order.parent)
    exit(EXIT_SUCCESS)
case .serve: exit(EX_USAGE)
case .identify:
    switch job.identity(behind: walls) {
    case .success(let identity): answer(identity.json, EXIT_SUCCESS)
    case .failure(let problem): answer(problem.json, EX_CONFIG)
    }
case .show(let page, let scale):
    switch job.show(page: page, scale: scale) {
    case .success(let bytes):
        writeStandardOutput(bytes)
        exit(EXIT_SUCCESS)
    case .failure(let problem): answer(problem.json, EX_DATAERR)
    }
case .read(_, let isPretty):
    if order.requiresWalls, !walls.areComplete {
        answer(
            Problem(.installation, details: ["walls", walls.missingNames(in: .english)], file: job.name).json,
            EX_DATAERR)
    }
    let outcome = job.run()
    answer(outcome.json, outcome.exitCode, isPretty: isPretty)
}
