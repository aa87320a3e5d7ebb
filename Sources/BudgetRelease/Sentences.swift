/// What is said to people, by code. A second language is a second catalogue.
package struct Sentences: Sendable {
    private let templates: [String: String]

    init(templates: [String: String]) { self.templates = templates }

    /// The sentence for a code, `{0}`, `{1}` … replaced by the details.
    package func sentence(for code: String, details: [String] = []) -> String {
        var sentence = templates[code] ?? code
        for (index, detail) in details.enumerated() {
            sentence = sentence.split(separator: "{\(index)}", omittingEmptySubsequences: false).joined(
                separator: detail)
        }
        return sentence
    }

    /// The codes that have a sentence.
    package var codes: Set<String> { Set(templates.keys) }

    package static let english = Sentences(templates: [
        // Findings.
        "no_text_layer": "No page has text: the pages are pictures. Read the original or run OCR first.",
        "fonts_unreadable": "The pages use fonts, and not one character of them could be read.",
        "damaged_document": "The document is damaged ({0}); parts of it may be missing.",
        "unreadable_characters": "{0} characters have no meaning in Unicode; the fonts of the document hide them.",
        "hidden_characters": "{0} white characters that nobody sees on the page were left out.",
        "radicals_read": "{0} radicals were read as the characters they stand for.",
        "encoding_uncertain": "The encoding of the text was guessed as {0}.",
        "overdrawn_page": "Page {0} has more drawn marks than the limit; its lines were not all seen.",
        "no_table": "No table was found.",
        "expected_table_missing": "The document names the table “{0}”, and no such table was found.",
        "rows_not_found": "The table has text, and no row of it could be told.",
        "no_money_unit": "No money unit is printed on the table.",
        "header_unknown": "The heading “{0}” is not known to the form.",
        "column_inferred":
            "Fewer amounts than columns are printed; every row of the table supports reading them as {0}.",
        "column_uncertain": "{0} amounts are printed for {1} columns, and which is empty cannot be told.",
        "total_missing": "No total or unit stands above “{0}”; the beginning of the table may be missing.",
        "repeated_page": "Page {0} repeats page {1} word for word; it was read once.",
        "cell_uncertain": "A cell of this row stands between columns; which one it belongs to cannot be told.",
        "amount_missing": "No amount was found for “{0}”.",
        "amount_unreadable": "“{0}” stands in an amount column and is no amount.",
        "row_join_uncertain": "Whether these lines are one row or the lines of several cannot be told.",
        "reading_order_uncertain":
            "The text is not in the order of its cells here; what belongs to this row cannot be told for certain.",
        "line_boundary_uncertain": "“{0}” may belong to the text before it or after it.",
        "line_kind_uncertain": "Whether “{0}” is a spending unit or a project cannot be told.",
        "name_missing": "No name was found for this row.",
        "indicator_misfiled": "Indicator {0} is filed under {1} with class {2}; kept as printed.",
        "indicator_malformed": "An indicator does not follow the printed pattern: “{0}”.",
        "code_uncertain": "The code “{0}” does not fit the codes around it.",
        "text_outside_table": "“{0}” stands between the rows of the table and belongs to none of them.",
        "identity_broken": "{0} is printed where the parts add up to {1}.",
        "identity_rounding": "{0} is printed where the parts add up to {1}: within rounding.",
        // Problems.
        "empty": "The file is empty.",
        "encrypted": "The PDF asks for a password.",
        "password_wrong": "The PDF asks for a password, and none of those given ({0}) opens it.",
        "damaged": "The file cannot be opened as a PDF: {0}.",
        "foreign": "This is {0}, not a PDF or text file. {1}",
        "over_limit": "The document is over a limit.",
        "timed_out": "Reading took too long.",
        "limit.seconds": "Reading took longer than the limit of {0} seconds.",
        "limit.cpu_seconds": "Reading took more than the limit of {0} seconds of the processor's time.",
        "limit.memory": "Reading took more memory than the limit of {0}.",
        "limit.bytes": "The file is larger than the limit of {0}.",
        "limit.text_bytes": "The text has {1} bytes, more than the limit of {0}.",
        "limit.pages": "The document has {1} pages, more than the limit of {0}.",
        "limit.glyphs_per_page": "Page {2} has {1} characters, more than the limit of {0}.",
        "limit.marks_per_page": "Page {2} has more drawn marks than the limit of {0}.",
        "limit.output_bytes": "What the document says takes more than the limit of {0}.",
        "crashed": "The reader stopped while reading the document ({0}).",
        "output_invalid": "The reader gave no valid release ({0}).",
        "installation": "The program is not installed completely: {0}.",
        "form_invalid": "A form file is wrong: {0}.",
        "not_a_file": "This is {0}, not a file.",
        "missing": "There is no such file.",
        "unreadable": "The file cannot be read: {0}.",
        // Kinds of foreign file, and what helps.
        "foreign.ofd": "an OFD document", "foreign.ofd.help": "Export it as PDF from the OFD reader.",
        "foreign.docx": "a Word document (DOCX)",
        "foreign.docx.help": "Convert it: soffice --headless --convert-to pdf FILE.",
        "foreign.xlsx": "an Excel workbook (XLSX)",
        "foreign.xlsx.help": "Convert it: soffice --headless --convert-to pdf FILE.",
        "foreign.pptx": "a PowerPoint file (PPTX)",
        "foreign.pptx.help": "Convert it: soffice --headless --convert-to pdf FILE.",
        "foreign.odf": "an OpenDocument file",
        "foreign.odf.help": "Convert it: soffice --headless --convert-to pdf FILE.",
        "foreign.zip": "a ZIP archive", "foreign.zip.help": "Unpack it and drop in the documents.",
        "foreign.rar": "a RAR archive", "foreign.rar.help": "Unpack it and drop in the documents.",
        "foreign.sevenZip": "a 7z archive", "foreign.sevenZip.help": "Unpack it and drop in the documents.",
        "foreign.gzip": "a gzip file", "foreign.gzip.help": "Unpack it: gunzip FILE.",
        "foreign.ole": "an old Office document (DOC, XLS, PPT or WPS)",
        "foreign.ole.help": "Convert it: soffice --headless --convert-to pdf FILE.",
        "foreign.rtf": "an RTF document", "foreign.rtf.help": "Convert it: soffice --headless --convert-to pdf FILE.",
        "foreign.html": "a web page (HTML)",
        "foreign.html.help": "Fetch the document that it links to, or print it to PDF.",
        "foreign.xml": "an XML file", "foreign.xml.help": "Fetch the document that it belongs to.",
        "foreign.image": "a picture", "foreign.image.help": "Run OCR and make a PDF with text: ocrmypdf FILE OUT.pdf.",
        "foreign.binary": "a binary file of no known kind", "foreign.binary.help": "Fetch the document again.",
    ])
}
