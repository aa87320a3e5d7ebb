package import BudgetRelease

/// What a parent asks of a worker: the worker's arguments. The document is on its standard input.
package struct WorkerOrder: Equatable, Sendable {
    package enum Task: Equatable, Sendable {
        /// Read the document; the name is what people know it by.
        case read(name: String, isPretty: Bool)
        /// Paint a page (1-based) of the document, so many dots to a point, with the places of its words.
        case show(page: Int, scale: Double)
        /// Say who reads and what walls stand, and read nothing.
        case identify
        /// Make a process for each document whose order comes through the socket on standard input.
        case serve
        /// Try to break out.
        case probe(Probe)

        /// Bytes that the argument of a task may have for whoever makes processes of its own.
        package static let longestForNursery = 1 << 16

        /// The one argument that says it: `name=value`, so that a document's name may be anything.
        package var argument: String {
            switch self {
            case .read(let name, let isPretty): (isPretty ? "pretty=" : "read=") + name
            case .show(let page, let scale): "show=\(page):\(scale)"
            case .identify: "identify="
            case .serve: "serve="
            case .probe(let probe): "probe=\(probe.rawValue)"
            }
        }

        /// Nil where the argument is not that of a task.
        package init?(argument: String) {
            guard let (name, value) = argument.asNameAndValue else { return nil }
            switch name {
            case "read": self = .read(name: value, isPretty: false)
            case "pretty": self = .read(name: value, isPretty: true)
            case "show":
                let parts = value.split(separator: ":")
                guard parts.count == 2, let page = Int(parts[0]), let scale = Double(parts[1]), scale > 0 else {
                    return nil
                }
                self = .show(page: page, scale: scale)
            case "identify": self = .identify
            case "serve": self = .serve
            case "probe":
                guard let probe = Probe(rawValue: value) else { return nil }
                self = .probe(probe)
            default: return nil
            }
        }
    }

    package var task: Task
    package var limits: Limits
    /// A folder of form files beside the shipped ones.
    package var forms: String?
    /// A file of passwords, one a line, for documents that ask for one.
    package var passwords: String?
    /// Pages that are pictures are read; otherwise it is said that they are.
    package var readsPictures: Bool
    /// Refuse to read where a wall is missing.
    package var requiresWalls: Bool
    /// The process that the worker must not outlive.
    package var parent: Int32

    package init(
        _ task: Task, limits: Limits, forms: String? = nil, passwords: String? = nil, readsPictures: Bool = true,
        requiresWalls: Bool = false, parent: Int32
    ) {
        self.task = task
        self.limits = limits
        self.forms = forms
        self.passwords = passwords
        self.readsPictures = readsPictures
        self.requiresWalls = requiresWalls
        self.parent = parent
    }

    package var arguments: [String] {
        var arguments = ["parent=\(parent)"]
        arguments += Limit.allCases.map { "\($0.rawValue)=\(limits[$0])" }
        if let forms { arguments.append("forms=\(forms)") }
        if let passwords { arguments.append("passwords=\(passwords)") }
        if !readsPictures { arguments.append("pictures=report") }
        if requiresWalls { arguments.append("walls=required") }
        arguments.append(task.argument)
        return arguments
    }

    /// Nil where the arguments are not those of an order.
    package init?(arguments: some Sequence<String>) {
        self.init(.identify, limits: Limits(), parent: 0)
        var task: Task?
        for argument in arguments {
            if let known = Task(argument: argument) {
                task = known
                continue
            }
            guard let (name, value) = argument.asNameAndValue else { return nil }
            switch name {
            case "forms": forms = value
            case "passwords": passwords = value
            case "pictures": readsPictures = value != "report"
            case "walls": requiresWalls = true
            case "parent":
                guard let number = Int32(value) else { return nil }
                parent = number
            default:
                guard let limit = Limit(rawValue: name), let number = Int(value), number >= 0 else {
                    return nil
                }
                limits[limit] = number
            }
        }
        guard let task, parent > 0 else { return nil }
        self.task = task
    }
}

extension String {
    /// What stands in front of the first equals sign, and behind it.
    fileprivate var asNameAndValue: (name: String, value: String)? {
        guard let equals = utf8.firstIndex(of: UInt8(ascii: "=")) else { return nil }
        return (String(self[..<equals]), String(self[utf8.index(after: equals)...]))
    }
}
