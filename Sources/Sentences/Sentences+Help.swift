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
            "help.pictures", "Pages that are pictures: read them, or report that they are.",
            "图片页：read 为识别读取，report 为仅作提示。"),
        Sentence(
            "help.require_sandbox",
            "Read nothing where the sandbox of the readers is not complete; see “budgetd doctor”.",
            "读取程序的沙箱不完整时不读取任何文件，见“budgetd doctor”。"),
        Sentence(
            "help.config", "A file of settings, one “name = value” a line. (default: {0} where it exists)",
            "设置文件，每行一个“名称 = 值”。（默认：{0}，如果存在）"),
        Sentence("help.limits", "Limits of one document", "单份文件的上限"),
        Sentence(
            "help.timeout", "Time that reading may take on the clock; 9 seconds more for each page that is a picture.",
            "读取可用的时间；每个图片页另加 9 秒。"),
        Sentence(
            "help.cpu_time",
            "Time that reading may take of a processor; 3 seconds more for each page that is a picture, up to 180.",
            "读取可用的处理器时间；每个图片页另加 3 秒，至多 180 秒。"),
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
            "help.batch",
            "Read many documents: a request a line on standard input, a release a line on standard output.",
            "读取许多文件：标准输入每行一个请求，标准输出每行一份公开数据。"),
        Sentence(
            "help.batch.more",
            "A request is an object with a “path” and, if it is to be shown under another, a “name”. Releases come in the order of the requests, each as soon as it can. A document that gives none gives the problem in its place, and the others go on. Nothing is kept from one to the next.",
            "请求是带有“path”的对象，如需另用名称显示可带“name”。公开数据按请求的顺序输出，一有即写。没有结果的文件在其位置输出问题，其余照常。前后之间不保留任何状态。"),
        Sentence(
            "help.batch.files0", "Requests are bare paths with zero bytes between, as from “find -print0”.",
            "请求是以零字节分隔的路径，如“find -print0”的输出。"),
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
            "help.feed", "Print what has happened to the documents of an archive: one event a line.",
            "输出档案库中文件的动态：每行一个事件。"),
        Sentence(
            "help.feed.more",
            "Events are CloudEvents in JSON, in the order of their sequence. Whoever remembers the last sequence goes on behind it with --after.",
            "事件是 JSON 格式的 CloudEvents，按序号排列。记住最后一个序号，用 --after 即可从其后继续。"),
        Sentence(
            "help.feed.after", "The sequence of the last event that is known; 0 is before the first.",
            "已知的最后一个事件的序号；0 在第一个之前。"),
        Sentence("help.feed.follow", "Wait for further events.", "等待后续事件。"),
        Sentence("value.sequence", "sequence", "序号"),
        Sentence(
            "help.hook", "Give each event of the feed to a program, on its standard input.",
            "把每个事件从标准输入交给一个程序。"),
        Sentence(
            "help.hook.more",
            "The program is run once for each event, in order; BUDGETD_ARCHIVE names the archive. When it ends with 0 the cursor moves on; otherwise, or when it takes too long, it is run again after a pause that grows to five minutes. An event may come twice after a crash: its id is the same then.",
            "按顺序为每个事件运行一次程序；BUDGETD_ARCHIVE 是档案库的路径。以 0 结束则前进；否则或用时过长，稍后再运行，间隔逐渐增至五分钟。崩溃之后一个事件可能来两次，其 id 相同。"),
        Sentence(
            "help.hook.cursor", "The file that remembers which events the program has taken.",
            "记录程序已收下哪些事件的文件。"),
        Sentence("help.hook.wait", "How long the program may take for an event.", "程序处理一个事件可用的时间。"),
        Sentence("help.hook.drain", "End when the program has taken all events that are there.", "现有事件全部收下后结束。"),
        Sentence("help.hook.program", "The program and its arguments.", "程序及其参数。"),
        Sentence("value.program", "program", "程序"),
        Sentence("value.text", "text", "文字"),
        Sentence("value.year", "year", "年份"),
        Sentence("value.word", "word", "词"),
        Sentence("value.id", "id", "编号"),
        Sentence("help.selection.issuer", "Releases of issuers in whose name this stands.", "名称中含有此文字的部门或单位。"),
        Sentence("help.selection.year", "Releases for this year.", "这一年度。"),
        Sentence("help.selection.phase", "Releases of this phase.", "这一阶段：预算或决算。"),
        Sentence("help.selection.level", "Releases of this level.", "这一层级：部门或单位。"),
        Sentence(
            "help.selection.superseded", "Also releases whose place a later document has taken.",
            "连同已被后来文件取代的公开文件。"),
        Sentence("help.export", "Write what stands in an archive as flat tables.", "把档案库的内容写成扁平的数据表。"),
        Sentence(
            "help.export.more",
            "releases, tables, lines, amounts, projects, indicators, checks and findings, with keys between them and amounts also in yuan. csv is a Frictionless Data Package; sqlite is one file with full-text indexes. The folder has its name only when it is whole. A release whose place a later document has taken is left out.",
            "公开文件、表、行、金额、项目、指标、核对和提示，彼此有键相连，金额另有以元计的一列。csv 是 Frictionless 数据包；sqlite 是一个带全文索引的文件。文件夹写完整后才有名称。已被后来文件取代的公开文件不在其中。"
        ),
        Sentence("help.export.folder", "The folder that is made; it must not be there.", "要建立的文件夹，不能已经存在。"),
        Sentence("help.export.format", "The kind of files.", "文件的种类。"),
        Sentence(
            "help.export.after",
            "Only what has changed behind this sequence of the feed, with the releases whose place that takes; prints the sequence to go on from.",
            "只导出事件流中此序号之后有变动的，连同被其取代的；并输出下次接续的序号。"),
        Sentence("help.export.language", "What columns are named in.", "列名所用的语言。"),
        Sentence(
            "help.export.bom", "Begin CSV files with a byte order mark, by which Excel tells UTF-8.",
            "CSV 文件以字节顺序标记开头，Excel 据此识别 UTF-8。"),
        Sentence(
            "help.export.plain",
            "Leave texts in CSV as they are; else those that begin with = + - @ stand behind an apostrophe.",
            "CSV 中的文字保持原样；否则以 = + - @ 开头的文字前加撇号。"),
        Sentence(
            "help.search", "Look for words in names, codes, goals, indicators and whatever else is printed in a line.",
            "在名称、编码、目标、指标及行内其他内容中查找词语。"),
        Sentence(
            "help.search.more", "Prints the lines in which all words stand.", "输出含有全部词语的行。"),
        Sentence(
            "help.review", "Check releases beside their pages in a browser, and correct them.", "在浏览器中对照页面核对并更正公开文件。"),
        Sentence(
            "help.review.more",
            "Serves a page for this machine alone, on a port and under a name that nobody guesses, as long as it runs. The daemon may be at work.",
            "只为本机提供页面，端口和地址无法猜到，运行期间有效。守护进程可以同时工作。"),
        Sentence(
            "help.review.names", "Releases, named as in “budgetd show”; without one, the list of all.",
            "公开文件，名称同“budgetd show”；不写则列出全部。"),
        Sentence(
            "help.review.open", "Open the page in a browser; its address is printed in any case.",
            "在浏览器中打开页面；无论如何都会输出地址。"),
        Sentence(
            "help.review.static", "Write the pages as plain files into this folder, to be read without a server.",
            "把页面写成普通文件放入此文件夹，无需服务即可阅读。"),
        Sentence(
            "help.correct", "Correct a release of the archive, and publish it as a revision.", "更正档案库中的公开文件，并发布为修订。"),
        Sentence(
            "help.correct.more",
            "Fields of a line: name, code, goal, amounts.KEY, values.KEY; of a table: form, title, unit, heading.N; of the release: issuer, level, phase, fiscal_year. An empty value is none. Sums and proof are computed again; “budgetd reparse” applies corrections again where the reading underneath is the same.",
            "行的字段：name、code、goal、amounts.键、values.键；表的字段：form、title、unit、heading.N；公开文件的字段：issuer、level、phase、fiscal_year。空值表示没有。合计和验证会重新计算；“budgetd reparse”在读取结果相同处重新套用更正。"
        ),
        Sentence(
            "help.correct.line", "The line, as “budgetd show” and the JSON name it: t3.l2.",
            "行，如“budgetd show”和 JSON 所示：t3.l2。"),
        Sentence("help.correct.table", "The table: t3.", "表：t3。"),
        Sentence("help.correct.set", "“field=value”. May be repeated.", "“字段=值”。可以重复。"),
        Sentence("help.correct.join", "The line is a part of this one.", "该行属于这一行。"),
        Sentence("help.correct.drop", "The line is none.", "这不是一行。"),
        Sentence(
            "help.correct.accept", "What was read is right: settle the doubts of the line, the table or the release.",
            "读取正确：认可该行、该表或该文件的疑点。"),
        Sentence("help.correct.withdraw", "Take a correction back.", "撤回一项更正。"),
        Sentence("help.correct.by", "Who corrects. (default: the user)", "更正人。（默认：当前用户）"),
        Sentence("help.correct.note", "Why.", "原因。"),
        Sentence("help.list", "List the releases of an archive.", "列出档案库中的公开文件。"),
        Sentence(
            "help.list.more",
            "A line each: office, level, year, phase, status, tables, proven amounts, path. Releases whose place a later one has taken are left out without --superseded.",
            "每份一行：单位、层级、年度、阶段、状态、表数、已验证的金额、路径。已被后来文件取代的，须加 --superseded 才列出。"),
        Sentence("help.list.json", "Print a JSON object for each release.", "每份公开文件输出一个 JSON 对象。"),
        Sentence("help.search.words", "What to look for.", "要查找的词语。"),
        Sentence("help.search.limit", "Stop after so many lines.", "找到这么多行后停止。"),
        Sentence("help.search.json", "Print a JSON object for each line.", "每行输出一个 JSON 对象。"),
        Sentence("help.show", "Show a release as tables for a person's eyes.", "把公开文件显示为供人阅读的表。"),
        Sentence(
            "help.show.name",
            "A file with a release, or one of the archive: a file name, a path, the first six or more characters of a digest, or the office, with year and phase where that is not enough: “教育局 2025 预算”.",
            "公开数据文件，或档案库中的一份：文件名、路径、摘要的前六个以上字符，或单位名称，必要时加年度和阶段：“教育局 2025 预算”。"),
        Sentence("help.show.table", "Show only this table: its id or its form. May be repeated.", "只显示这张表：编号或表式。可以重复。"),
        Sentence(
            "help.diff", "Compare two releases line by line: two years, or two readings of one document.",
            "逐行比较两份公开文件：两个年度，或同一文件的两次读取。"),
        Sentence(
            "help.diff.more",
            "A line is known again by its code, or by its name and those above it. Names are looked up as in “budgetd show”; an older reading stands in the folder's revisions.",
            "行以编码辨认，没有编码则以名称及其上级辨认。名称的查找同“budgetd show”；较早的读取结果在文件夹的 revisions 中。"),
        Sentence("help.diff.old", "The older release.", "较早的公开文件。"),
        Sentence("help.diff.new", "The newer release.", "较新的公开文件。"),
        Sentence("help.diff.exit_code", "Exit with 1 where they differ.", "有不同时退出码为 1。"),
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
            "help.reference",
            "Print what the names in the JSON mean: forms, keys, findings, problems, rules, repairs, limits.",
            "输出 JSON 中各名称的含义：表式、键、提示、退回原因、规则、修补、上限。"),
        Sentence(
            "help.doctor", "Say whether this machine can read documents, and what a hostile one could reach.",
            "说明本机能否读取文件，以及恶意文件能够触及什么。"),
        Sentence(
            "help.doctor.more",
            "Each wall of the sandbox is tried from inside a reader. Exits with 0 when everything holds, with 69 when no document can be read, with 78 when a wall is missing.",
            "从读取程序内部逐一尝试沙箱的每道墙。全部有效时退出码为 0，无法读取任何文件为 69，缺少某道墙为 78。"),
    ]
}
