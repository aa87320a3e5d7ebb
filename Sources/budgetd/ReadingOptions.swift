import ArgumentParser
import BudgetRelease
import Glibc
import Intake
import SystemPackage

/// What every command takes that reads documents: forms, passwords, the sandbox, and the limits of one document.
struct ReadingOptions: ParsableArguments {
    @OptionGroup var forms: FormsOption

    @Option(
        help: ArgumentHelp(
            "A file of passwords, one a line, tried in turn on PDFs that ask for one.", valueName: "file"))
    var passwordFile: String?

    @Flag(help: "Read nothing where the sandbox of the readers is not complete; see “budgetd doctor”.")
    var requireSandbox = false

    @OptionGroup(title: "Limits of one document") var limits: LimitOptions

    func terms() throws -> DocumentWorker.Terms {
        var terms = DocumentWorker.Terms()
        terms.limits = limits.limits
        terms.forms = try forms.checkedFolder()
        terms.requiresWalls = requireSandbox
        if let passwordFile {
            guard access(passwordFile, R_OK) == 0 else {
                Terminal.say("budgetd: \(passwordFile): \(String(cString: strerror(errno)))")
                throw ExitCode(EX_NOINPUT)
            }
            terms.passwords = try FilePath(absolute: passwordFile)
        }
        return terms
    }
}

/// The limits of one document as options; a document over one is rejected with a problem that names it.
struct LimitOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Time that reading may take on the clock.", valueName: "seconds"))
    var timeout = Limit.seconds.standard

    @Option(help: ArgumentHelp("Time that reading may take of a processor.", valueName: "seconds"))
    var cpuTime = Limit.cpuSeconds.standard

    @Option(help: ArgumentHelp("Memory that reading may take (address space).", valueName: "MiB"))
    var memory = Limit.memory.standard >> 20

    @Option(help: ArgumentHelp("Size of the file.", valueName: "MiB"))
    var maxSize = Limit.bytes.standard >> 20

    @Option(help: ArgumentHelp("Size of a file that is a text.", valueName: "bytes"))
    var maxTextSize = Limit.textBytes.standard

    @Option(help: ArgumentHelp("Pages.", valueName: "count"))
    var maxPages = Limit.pages.standard

    @Option(help: ArgumentHelp("Characters on a page.", valueName: "count"))
    var maxGlyphs = Limit.glyphsPerPage.standard

    @Option(
        help: ArgumentHelp(
            "Lines and areas drawn on a page; further ones are left out, with a finding.", valueName: "count"))
    var maxMarks = Limit.marksPerPage.standard

    @Option(help: ArgumentHelp("Size of the JSON that comes out.", valueName: "MiB"))
    var maxOutput = Limit.outputBytes.standard >> 20

    var limits: Limits {
        var limits = Limits()
        limits[.seconds] = timeout
        limits[.cpuSeconds] = cpuTime
        limits[.memory] = memory << 20
        limits[.bytes] = maxSize << 20
        limits[.textBytes] = maxTextSize
        limits[.pages] = maxPages
        limits[.glyphsPerPage] = maxGlyphs
        limits[.marksPerPage] = maxMarks
        limits[.outputBytes] = maxOutput << 20
        return limits
    }

    func validate() throws {
        let day = 86_400
        let options = [
            // A worker without a document takes 200 MiB of addresses: libraries, mostly.
            ("timeout", timeout, 1...day), ("cpu-time", cpuTime, 1...day), ("memory", memory, 256...1 << 20),
            ("max-size", maxSize, 1...1 << 20), ("max-text-size", maxTextSize, 1...1 << 40),
            ("max-pages", maxPages, 1...1 << 31), ("max-glyphs", maxGlyphs, 1...1 << 31),
            ("max-marks", maxMarks, 1...1 << 31), ("max-output", maxOutput, 1...1 << 10),
        ]
        for (name, value, range) in options where !range.contains(value) {
            throw ValidationError(
                "--\(name) is \(value); it must be from \(range.lowerBound) to \(range.upperBound).")
        }
    }
}
