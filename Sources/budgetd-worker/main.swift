import BudgetRelease
import CLinux
import DocumentReading
import Glibc
import ReleaseReading

// One document from standard input to one release or problem on standard output. Internal to budgetd: the first
// argument is the document's display name, further ones are `--pretty` and the limits of `WorkerLimits`. With
// `--identify` it says who it is.

// A service manager signals every process of a stopping service: who asked decides what becomes of the reading.
for number in [SIGTERM, SIGINT, SIGHUP] { signal(number, SIG_IGN) }

let arguments = WorkerArguments(CommandLine.arguments.dropFirst())
WorkerLimits(arguments).enforce()

let job = DocumentJob(name: arguments.name, forms: arguments.forms)
if arguments.identifies {
    let answer = job.identify()
    writeStandardOutput(answer.json.utf8())
    exit(answer.exitCode)
}
let outcome = job.run(bytes: readStandardInput())
writeStandardOutput(outcome.json.utf8(pretty: arguments.isPretty) + [UInt8(ascii: "\n")])
exit(outcome.exitCode)
