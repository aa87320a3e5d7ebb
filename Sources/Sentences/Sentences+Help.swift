extension Sentences {
    /// What the commands and their options are for.
    static let help: [Sentence] = [
        Sentence("help.budgetd", "Turns Chinese government budget releases into data.", "把中国政府预决算公开文件变成数据。"),
        // Values.
        Sentence("value.folder", "folder", "文件夹"),
        Sentence("value.file", "file", "文件"),
        Sentence("value.name", "name", "名称"),
        Sentence("value.seconds", "seconds", "秒"),
        Sentence("value.count", "count", "数目"),
        Sentence("value.bytes", "bytes", "字节"),
        Sentence("value.MiB", "MiB", "MiB"),
        // Options that several commands have.
        Sentence("help.archive", "The folder that results stand in.", "结果所在的文件夹。"),
        Sentence("help.inbox", "The folder that documents are dropped into.", "放入文件的文件夹。"),
        Sentence(
            "help.jobs", "Documents read at a time. (default: one a core)", "同时读取的文件数。（默认：每核一份）"),
        Sentence("help.json", "Print JSON.", "输出 JSON。"),
        Sentence(
            "help.forms", "A folder of form files of your own, tried before the shipped ones.",
            "自备表式文件的文件夹，先于自带表式使用。"),
        Sentence(
            "help.passwords", "A file of passwords, one a line, tried in turn on PDFs that ask for one.",
            "口令文件，每行一个，依次用于需要口令的 PDF。"),
        Sentence(
            "help.require_sandbox",
            "Read nothing where the sandbox of the readers is not complete; see “budgetd doctor”.",
            "读取程序的沙箱不完整时不读取任何文件，见“budgetd doctor”。"),
        Sentence(
            "help.config", "A file of settings, one “name = value” a line. (default: {0} where it exists)",
            "设置文件，每行一个“名称 = 值”。（默认：{0}，如果存在）"),
        Sentence("help.limits", "Limits of one document", "单份文件的上限"),
        Sentence("help.timeout", "Time that reading may take on the clock.", "读取可用的时间。"),
        Sentence("help.cpu_time", "Time that reading may take of a processor.", "读取可用的处理器时间。"),
        Sentence("help.memory", "Memory that reading may take (address space).", "读取可用的内存（地址空间）。"),
        Sentence("help.max_size", "Size of the file.", "文件大小。"),
        Sentence("help.max_text_size", "Size of a file that is a text.", "文本文件的大小。"),
        Sentence("help.max_pages", "Pages.", "页数。"),
        Sentence("help.max_glyphs", "Characters on a page.", "每页字符数。"),
        Sentence(
            "help.max_marks", "Lines and areas drawn on a page; further ones are left out, with a finding.",
            "每页的线条和图形数；超出部分略去，并作提示。"),
        Sentence("help.max_output", "Size of the JSON that comes out.", "输出 JSON 的大小。"),
        // Commands.
        Sentence("help.parse", "Print what releases say, as JSON.", "把公开文件的内容以 JSON 输出。"),
        Sentence(
            "help.parse.more",
            "Reads PDF files and text dumps of them; “-” reads standard input. Exits with 0 when every file gave a release, 65 when a document was rejected, 66 when a file was missing or could not be read; the worst wins.",
            "读取 PDF 及其文本转储；“-”读取标准输入。每份文件都有结果时退出码为 0，有文件被退回为 65，有文件缺失或无法读取为 66，取最坏者。"),
        Sentence("help.parse.files", "Documents to read.", "要读取的文件。"),
        Sentence(
            "help.parse.format",
            "json: indented on a terminal, one line in a pipe; ndjson: one line a document, also the default for several; table: for a person's eyes.",
            "json：在终端缩进，在管道中为一行；ndjson：每份文件一行，多份文件时为默认；table：供人阅读。"),
        Sentence(
            "help.parse.name", "The display name of the document, instead of its file name.", "显示用的名称，代替文件名。"),
        Sentence(
            "help.watch", "Take in documents dropped into a folder and archive what they say.",
            "收取放入文件夹的文件，并归档其内容。"),
        Sentence(
            "help.watch.more",
            "SIGTERM and SIGINT end it; what was unfinished stays in the inbox. SIGHUP reads the settings and the forms again; other folders take a new start.",
            "SIGTERM 和 SIGINT 使其结束，未完成的留在收件夹中。SIGHUP 使其重新读取设置和表式；更换文件夹须重新启动。"),
        Sentence("help.watch.once", "Empty the inbox and end.", "清空收件夹后结束。"),
        Sentence(
            "help.watch.poll", "How often the inbox is looked at where the kernel cannot tell of changes.",
            "内核不能通报更改时，查看收件夹的间隔。"),
        Sentence(
            "help.watch.second_look",
            "How long a document that looks damaged is left alone before it is judged: it may not be whole yet.",
            "似已损坏的文件在判定之前等待的时间：它可能尚未传完。"),
        Sentence(
            "help.watch.metrics", "A file for Prometheus' textfile collector.", "供 Prometheus 文本收集器读取的文件。"),
        Sentence(
            "help.status", "Say what the daemon is doing, what waits, and what was rejected.",
            "说明守护进程在做什么、什么在等待、什么被退回。"),
        Sentence(
            "help.status.more", "Exits with 0 while a daemon works on the archive, with 69 while none does.",
            "有守护进程在用档案库时退出码为 0，没有时为 69。"),
        Sentence(
            "help.status.rejected", "Rejected documents to list, the newest first.", "列出的退回文件数，新的在前。"),
        Sentence("help.retry", "Put rejected documents back into the inbox.", "把退回的文件放回收件夹。"),
        Sentence(
            "help.retry.more",
            "A running daemon takes them at once. What stands in the archive stays until a document gives a release.",
            "运行中的守护进程会立即收取。档案库中的内容保留到文件有了结果为止。"),
        Sentence(
            "help.retry.names",
            "Which: a file name, a path below the inbox, a reason as “budgetd status” names it, or the first six or more characters of a digest. Without one, all.",
            "哪些：文件名、收件夹下的路径、“budgetd status”所列的原因，或摘要的前六个以上字符。不写则为全部。"),
        Sentence(
            "help.reparse", "Read the documents of an archive again, after an upgrade or with other forms.",
            "升级后或换用表式后，重新读取档案库中的文件。"),
        Sentence(
            "help.reparse.more",
            "Where a release says something else, it is published as a revision and the older one is kept. Documents that were read by this very program with these forms are left out. It may be interrupted and run again, and the daemon may be running. A document that gives no release any more keeps the one it has; the exit code is 65 then.",
            "内容有变时发布为修订，旧的保留。已由本程序用同样表式读过的文件略过。可以中断后再运行，守护进程也可以同时运行。不再有结果的文件保留原有结果，此时退出码为 65。"),
        Sentence("help.reparse.all", "Read also what was read by this very program.", "连同已由本程序读过的一起读取。"),
        Sentence("help.verify", "Check every digest and every JSON of an archive.", "核对档案库中的每个摘要和每个 JSON。"),
        Sentence(
            "help.verify.more",
            "Prints a line for each thing that is wrong: its kind, the path, and what more is known, with tabs between. Exits with 65 if there is one. The daemon may be running.",
            "每处缺陷输出一行：种类、路径及其他说明，以制表符分隔。有缺陷时退出码为 65。守护进程可以同时运行。"),
        Sentence(
            "help.settings", "Print what is in force for the daemon, and where each value comes from.",
            "输出守护进程所用的设置，以及每个值的来源。"),
        Sentence(
            "help.settings.more",
            "An option of the command line counts before the environment, that before the file of settings, and that before the standard. In the environment, --second-look is BUDGETD_SECOND_LOOK; in the file it is second-look. Exits with 78 where a value cannot be used.",
            "命令行选项先于环境变量，环境变量先于设置文件，设置文件先于默认值。--second-look 在环境中是 BUDGETD_SECOND_LOOK，在设置文件中是 second-look。值不可用时退出码为 78。"
        ),
        Sentence(
            "help.forms_command", "List the forms that budgetd knows, or explain how a document's tables matched them.",
            "列出 budgetd 所知的表式，或说明文件中的表如何与之对应。"),
        Sentence("help.forms.list", "List every form: its key, layout and titles.", "列出每个表式的键、版式和标题。"),
        Sentence(
            "help.forms.explain",
            "Show for each table of a document its form, and the headings that the form could not place.",
            "对文件中的每张表，列出所用表式，以及未能归位的表头。"),
        Sentence("help.forms.file", "The document.", "文件。"),
        Sentence("help.schema", "Print the JSON Schema of what budgetd writes.", "输出 budgetd 所写内容的 JSON Schema。"),
        Sentence("help.schema.name", "What the schema describes.", "模式所描述的内容。"),
        Sentence(
            "help.doctor", "Say whether this machine can read documents, and what a hostile one could reach.",
            "说明本机能否读取文件，以及恶意文件能够触及什么。"),
        Sentence(
            "help.doctor.more",
            "Each wall of the sandbox is tried from inside a reader. Exits with 0 when everything holds, with 69 when no document can be read, with 78 when a wall is missing.",
            "从读取程序内部逐一尝试沙箱的每道墙。全部有效时退出码为 0，无法读取任何文件为 69，缺少某道墙为 78。"),
    ]
}
