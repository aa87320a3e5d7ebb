import CLinux

/// What the parent passes: a display name, whether to indent, a folder of forms, and limits as `--name=value`.
struct WorkerArguments {
    var name = ""
    var isPretty = false
    /// Say who reads, and read nothing.
    var identifies = false
    /// A folder of form files beside the shipped ones.
    var forms: String?
    private var values: [String: UInt64] = [:]

    init(_ arguments: some Sequence<String>) {
        for argument in arguments {
            if argument == "--pretty" {
                isPretty = true
            } else if argument == "--identify" {
                identifies = true
            } else if argument.hasPrefix("--forms=") {
                forms = String(argument.dropFirst("--forms=".count))
            } else if argument.hasPrefix("--"), let equals = argument.firstIndex(of: "="),
                let value = UInt64(argument[argument.index(after: equals)...])
            {
                values[String(argument[..<equals].dropFirst(2))] = value
            } else {
                name = argument
            }
        }
    }

    func value(_ name: String, default standard: UInt64) -> UInt64 { values[name] ?? standard }
}

/// The limits that the process sets on itself before it reads any byte of the document.
struct WorkerLimits {
    private let addressSpace: UInt64
    private let cpuSeconds: UInt64
    private let descriptors: UInt64

    init(_ arguments: WorkerArguments) {
        addressSpace = arguments.value("address-space", default: 1 << 30)
        cpuSeconds = arguments.value("cpu-seconds", default: 30)
        descriptors = arguments.value("descriptors", default: 64)
    }

    func enforce() {
        _ = limit_process(addressSpace, cpuSeconds, descriptors)
    }
}
