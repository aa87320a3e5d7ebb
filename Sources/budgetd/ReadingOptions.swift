import ArgumentParser
import BudgetRelease
import FileKeeping
import Glibc
import Intake
import Sentences
import SystemPackage

/// What every command takes that reads documents: forms, passwords, the sandbox, and the limits of one document.
struct ReadingOptions: ParsableArguments {
    @OptionGroup var forms: FormsOption

    @Option(help: .of("passwords", value: "file"))
    var passwordFile: String?

    @Option(help: .of("pictures"))
    var pictures = PictureHandling.read

    @Flag(inversion: .prefixedNo, help: .of("require_sandbox"))
    var requireSandbox = false

    @OptionGroup(title: Sentences.text("help.limits")) var limits: LimitOptions

    func terms() throws -> DocumentWorker.Terms {
        var terms = DocumentWorker.Terms()
        terms.limits = limits.limits
        terms.forms = try forms.checkedFolder()
        terms.requiresWalls = requireSandbox
        terms.readsPictures = pictures == .read
        if let passwordFile {
            guard access(passwordFile, R_OK) == 0 else {
                throw Failure(
                    "\(FileError(.read, FilePath(passwordFile), errno: errno))", EX_NOINPUT, setting: "password-file")
            }
            terms.passwords = try FilePath(absolute: passwordFile)
        }
        return terms
    }
}

/// What becomes of pages that are pictures.
enum PictureHandling: String, ExpressibleByArgument, CaseIterable {
    case read, report
}

/// The limits of one document as options; a document over one is rejected with a problem that names it.
struct LimitOptions: ParsableArguments {
    @Option(help: .of("timeout", value: "seconds"))
    var timeout = Limit.seconds.standard

    @Option(help: .of("cpu_time", value: "seconds"))
    var cpuTime = Limit.cpuSeconds.standard

    @Option(help: .of("memory", value: "MiB"))
    var memory = Limit.memory.standard >> 20

    @Option(help: .of("max_size", value: "MiB"))
    var maxSize = Limit.bytes.standard >> 20

    @Option(help: .of("max_text_size", value: "bytes"))
    var maxTextSize = Limit.textBytes.standard

    @Option(help: .of("max_pages", value: "count"))
    var maxPages = Limit.pages.standard

    @Option(help: .of("max_glyphs", value: "count"))
    var maxGlyphs = Limit.glyphsPerPage.standard

    @Option(help: .of("max_marks", value: "count"))
    var maxMarks = Limit.marksPerPage.standard

    @Option(help: .of("max_output", value: "MiB"))
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
            throw ValidationError(outOfRange: name, value, range)
        }
    }
}
