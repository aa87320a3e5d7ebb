extension Sentences {
    /// By the codes of problems: why a document was rejected.
    static let problems: [Sentence] = [
        Sentence("empty", "The file is empty.", "文件是空的。"),
        Sentence(
            "encrypted", "The PDF asks for a password; --password-file names a file of those to try.",
            "这份 PDF 需要口令；可用 --password-file 指定口令文件。"),
        Sentence(
            "password_wrong", "The PDF asks for a password, and none of those given ({0}) opens it.",
            "这份 PDF 需要口令，所给的 {0} 个口令都打不开。"),
        Sentence("damaged", "The file cannot be opened as a PDF: {0}.", "文件不能作为 PDF 打开：{0}。"),
        Sentence(
            "damaged.unexplained", "The file cannot be opened as a PDF: poppler gives no reason.",
            "文件不能作为 PDF 打开：poppler 没有给出原因。"),
        Sentence(
            "damaged.header", "The file cannot be opened as a PDF: no %PDF- header in the first 1,024 bytes.",
            "文件不能作为 PDF 打开：前 1,024 个字节中没有 %PDF- 文件头。"),
        Sentence(
            "portfolio",
            "The PDF is only a cover for the files attached to it: {0}. Save these from a PDF reader and drop them in.",
            "这份 PDF 只是附件的封面，附件为：{0}。请在 PDF 阅读器中另存附件后再放入。"),
        Sentence(
            "not_a_release",
            "The document is no release of a budget or of accounts. It begins: “{0}”; tables in it: {1}.",
            "这不是预算或决算公开文件。开头是：“{0}”；其中表格：{1} 张。"),
        Sentence("over_limit", "The document is over a limit.", "文件超过上限。"),
        Sentence("over_limit.memory", "Reading took more memory than the limit of {1}.", "读取所用内存超过上限 {1}。"),
        Sentence("over_limit.bytes", "The file is larger than the limit of {1}.", "文件大于上限 {1}。"),
        Sentence(
            "over_limit.text_bytes", "The text has {2} bytes, more than the limit of {1}.",
            "文本有 {2} 个字节，超过上限 {1}。"),
        Sentence(
            "over_limit.pages", "The document has {2} pages, more than the limit of {1}.",
            "文件有 {2} 页，超过上限 {1} 页。"),
        Sentence(
            "over_limit.glyphs_per_page", "Page {3} has {2} characters, more than the limit of {1}.",
            "第 {3} 页有 {2} 个字符，超过上限 {1}。"),
        Sentence(
            "over_limit.marks_per_page", "Page {3} has more drawn marks than the limit of {1}.",
            "第 {3} 页的图形数超过上限 {1}。"),
        Sentence(
            "over_limit.output_bytes", "What the document says takes more than the limit of {1}.",
            "文件内容写出来超过上限 {1}。"),
        Sentence("timed_out", "Reading took too long.", "读取用时过长。"),
        Sentence(
            "timed_out.seconds", "Reading took longer than the limit of {1} seconds.", "读取用时超过上限 {1} 秒。"),
        Sentence(
            "timed_out.cpu_seconds", "Reading took more than the limit of {1} seconds of the processor's time.",
            "读取所用处理器时间超过上限 {1} 秒。"),
        Sentence("crashed", "The reader stopped while reading the document ({0}).", "读取程序在读这份文件时中止（{0}）。"),
        Sentence(
            "crashed.exit", "The reader stopped while reading the document (exit code {1}).",
            "读取程序在读这份文件时中止（退出码 {1}）。"),
        Sentence(
            "crashed.signal", "The reader stopped while reading the document (signal {1}).",
            "读取程序在读这份文件时中止（信号 {1}）。"),
        Sentence(
            "crashed.daemon",
            "The reader stopped while reading the document (the daemon ended {1} times while reading it).",
            "读取程序在读这份文件时中止（守护进程在读它时已终止 {1} 次）。"),
        Sentence("output_invalid", "The reader gave no valid release ({0}).", "读取程序没有给出有效结果（{0}）。"),
        Sentence(
            "output_invalid.release", "The reader gave no valid release (no release in its output).",
            "读取程序没有给出有效结果（输出中没有公开数据）。"),
        Sentence(
            "output_invalid.problem", "The reader gave no valid release (no problem in its output).",
            "读取程序没有给出有效结果（输出中没有问题说明）。"),
        Sentence(
            "output_invalid.digest", "The reader gave no valid release (another document's digest).",
            "读取程序没有给出有效结果（摘要属于另一份文件）。"),
        Sentence(
            "output_invalid.blame", "The reader gave no valid release (it blames the installation, which is sound).",
            "读取程序没有给出有效结果（它归咎于安装，而安装是完好的）。"),
        Sentence("installation", "The program is not installed completely: {0}.", "程序没有安装完整：{0}。"),
        Sentence(
            "installation.tap",
            "The program is not installed completely: what pages show cannot be told with poppler {1} as installed here.",
            "程序没有安装完整：用此处安装的 poppler {1} 无法得知页面所显示的内容。"),
        Sentence(
            "installation.poppler_data",
            "The program is not installed completely: the package poppler-data is missing ({1} cannot be read).",
            "程序没有安装完整：缺少软件包 poppler-data（无法读取 {1}）。"),
        Sentence(
            "installation.walls",
            "The program is not installed completely: the sandbox is not complete: without {1}.",
            "程序没有安装完整：沙箱不完整，缺少 {1}。"),
        Sentence(
            "installation.cell", "The program is not installed completely: {1} cannot close its cell.",
            "程序没有安装完整：{1} 无法建立隔离。"),
        Sentence(
            "installation.run", "The program is not installed completely: {1} cannot be run: {2}.",
            "程序没有安装完整：无法运行 {1}：{2}。"),
        Sentence(
            "installation.passwords",
            "The program is not installed completely: the password file {1} cannot be read: {2}.",
            "程序没有安装完整：无法读取口令文件 {1}：{2}。"),
        Sentence(
            "installation.passwords_size",
            "The program is not installed completely: the password file {1} has more than {2} lines.",
            "程序没有安装完整：口令文件 {1} 超过 {2} 行。"),
        Sentence("form_invalid", "A form file is wrong: {0}.", "表式文件有误：{0}。"),
        Sentence("not_a_file", "This is {0}, not a file.", "这是{0}，不是文件。"),
        Sentence("not_a_file.folder", "This is a folder, not a file.", "这是文件夹，不是文件。"),
        Sentence("not_a_file.pipe", "This is a pipe, not a file.", "这是管道，不是文件。"),
        Sentence("not_a_file.socket", "This is a socket, not a file.", "这是套接字，不是文件。"),
        Sentence("not_a_file.device", "This is a device, not a file.", "这是设备，不是文件。"),
        Sentence("missing", "There is no such file.", "没有这个文件。"),
        Sentence("unreadable", "The file cannot be read: {0}.", "文件无法读取：{0}。"),
        Sentence(
            "request_invalid", "“{0}” asks for no document; a request is an object with a “path”.",
            "“{0}”没有指明文件；请求应是带有“path”的对象。"),
        // Kinds of foreign file, and what helps.
        Sentence("foreign", "This is {0}, not a PDF or text file.", "这是 {0}，不是 PDF 或文本文件。"),
        Sentence(
            "foreign.ofd", "This is an OFD document, not a PDF or text file. Export it as PDF from the OFD reader.",
            "这是 OFD 文件，不是 PDF 或文本文件。请用 OFD 阅读器导出为 PDF。"),
        Sentence(
            "foreign.docx",
            "This is a Word document (DOCX), not a PDF or text file. Convert it: soffice --headless --convert-to pdf FILE.",
            "这是 Word 文档（DOCX），不是 PDF 或文本文件。请转换：soffice --headless --convert-to pdf 文件。"),
        Sentence(
            "foreign.xlsx",
            "This is an Excel workbook (XLSX), not a PDF or text file. Convert it: soffice --headless --convert-to pdf FILE.",
            "这是 Excel 工作簿（XLSX），不是 PDF 或文本文件。请转换：soffice --headless --convert-to pdf 文件。"),
        Sentence(
            "foreign.pptx",
            "This is a PowerPoint file (PPTX), not a PDF or text file. Convert it: soffice --headless --convert-to pdf FILE.",
            "这是 PowerPoint 文件（PPTX），不是 PDF 或文本文件。请转换：soffice --headless --convert-to pdf 文件。"),
        Sentence(
            "foreign.odf",
            "This is an OpenDocument file, not a PDF or text file. Convert it: soffice --headless --convert-to pdf FILE.",
            "这是 OpenDocument 文件，不是 PDF 或文本文件。请转换：soffice --headless --convert-to pdf 文件。"),
        Sentence(
            "foreign.zip", "This is a ZIP archive, not a PDF or text file. Unpack it and drop in the documents.",
            "这是 ZIP 压缩包，不是 PDF 或文本文件。请解压后再放入其中的文件。"),
        Sentence(
            "foreign.rar", "This is a RAR archive, not a PDF or text file. Unpack it and drop in the documents.",
            "这是 RAR 压缩包，不是 PDF 或文本文件。请解压后再放入其中的文件。"),
        Sentence(
            "foreign.sevenZip", "This is a 7z archive, not a PDF or text file. Unpack it and drop in the documents.",
            "这是 7z 压缩包，不是 PDF 或文本文件。请解压后再放入其中的文件。"),
        Sentence(
            "foreign.gzip", "This is a gzip file, not a PDF or text file. Unpack it: gunzip FILE.",
            "这是 gzip 文件，不是 PDF 或文本文件。请解压：gunzip 文件。"),
        Sentence(
            "foreign.ole",
            "This is an old Office document (DOC, XLS, PPT or WPS), not a PDF or text file. Convert it: soffice --headless --convert-to pdf FILE.",
            "这是旧式 Office 文档（DOC、XLS、PPT 或 WPS），不是 PDF 或文本文件。请转换：soffice --headless --convert-to pdf 文件。"),
        Sentence(
            "foreign.rtf",
            "This is an RTF document, not a PDF or text file. Convert it: soffice --headless --convert-to pdf FILE.",
            "这是 RTF 文档，不是 PDF 或文本文件。请转换：soffice --headless --convert-to pdf 文件。"),
        Sentence(
            "foreign.html",
            "This is a web page (HTML), not a PDF or text file. Fetch the document that it links to, or print it to PDF.",
            "这是网页（HTML），不是 PDF 或文本文件。请下载其中链接的文件，或把它打印成 PDF。"),
        Sentence(
            "foreign.xml", "This is an XML file, not a PDF or text file. Fetch the document that it belongs to.",
            "这是 XML 文件，不是 PDF 或文本文件。请下载它所属的文件。"),
        Sentence(
            "foreign.image",
            "This is a picture, not a PDF or text file. Run OCR and make a PDF with text: ocrmypdf FILE OUT.pdf.",
            "这是图片，不是 PDF 或文本文件。请做 OCR，生成带文字的 PDF：ocrmypdf 文件 输出.pdf。"),
        Sentence(
            "foreign.xfa",
            "This is a form of Adobe's (XFA), which nothing but Adobe's programs can show. Print it to PDF from Adobe Reader.",
            "这是 Adobe 的 XFA 表单，只有 Adobe 的程序能显示。请用 Adobe Reader 打印成 PDF。"),
        Sentence(
            "foreign.binary",
            "This is a binary file of no known kind, not a PDF or text file. Fetch the document again.",
            "这是种类不明的二进制文件，不是 PDF 或文本文件。请重新下载。"),
        // What is wrong with a form file.
        Sentence("form.key", "“{0}” must be ASCII letters, digits and “_”", "“{0}”只能由 ASCII 字母、数字和“_”组成"),
        Sentence("form.no_title", "at least one title is needed", "至少要有一个标题"),
        Sentence("form.title_empty", "a title must hold more than “*”", "标题不能只有“*”"),
        Sentence("form.no_heading", "at least one heading is needed", "至少要有一个表头"),
        Sentence("form.type_differs", "“{0}” has another type above", "“{0}”在前面是另一种类型"),
        Sentence(
            "form.heading_twice", "the heading “{0}” stands in two columns", "表头“{0}”出现在两列中"),
        Sentence("form.key_unknown", "there is no column “{0}”", "没有“{0}”这一列"),
        Sentence(
            "form.not_json", "the name of a form file ends with .json", "表式文件的名称应以 .json 结尾"),
        Sentence("form.no_parts", "a sum has parts", "合计必须有分项"),
        Sentence("form.no_fields", "a form of one project has labelled fields", "单个项目的表式必须有带标签的字段"),
        Sentence("form.field_missing", "the field “{0}” is missing", "缺少字段“{0}”"),
        Sentence("form.field_kind", "a value of another kind is needed", "值的类型不对"),
        Sentence("form.field_word", "must be one of {0}", "只能是 {0} 之一"),
        Sentence("form.field_unknown", "there is no such field here, only {0}", "此处没有这个字段，只有 {0}"),
        Sentence("form.field_repeated", "the field stands twice", "字段出现了两次"),
        Sentence("form.syntax", "line {0} is not JSON", "第 {0} 行不是 JSON"),
        Sentence("form.encoding", "the file is not UTF-8", "文件不是 UTF-8"),
        Sentence("form.unreadable", "cannot be read: {0}", "无法读取：{0}"),
    ]
}
