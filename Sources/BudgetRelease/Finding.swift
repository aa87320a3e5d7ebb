import Sentences

/// Something a reader of the data should know: a choice, a doubt, damage, a publisher's error.
package struct Finding: Equatable, Sendable, Decodable {
    package enum Severity: String, Sendable, Codable {
        /// A choice that the whole table supports.
        case info
        /// Two readings left, a broken identity, a table that was announced and not found.
        case warning
        /// Content known to be lost.
        case error
    }

    package var code: FindingCode
    package var severity: Severity
    /// One sentence, in English.
    package var message: String
    /// What the sentence names, in its order: another language has the same.
    package var details: [String]?
    package var table: String?
    package var line: String?
    /// Grid rows, 0-based.
    package var rows: [Int]
    /// 1-based.
    package var page: Int?
    /// Left, top, right and bottom of the place on the page as displayed, in points.
    package var box: [Double]?
    /// A person has looked at it, and it is no doubt any more.
    package var settled: Bool?

    package var isSettled: Bool { settled ?? false }

    /// - Parameter details: what the sentence of the code names, in its order.
    package init(
        _ code: FindingCode, _ severity: Severity, details: [String] = [], table: String? = nil, line: String? = nil,
        rows: [Int] = [], page: Int? = nil
    ) {
        self.code = code
        self.severity = severity
        message = Sentences.text(for: code.rawValue, details: details, in: .english)
        self.details = details.isEmpty ? nil : details
        self.table = table
        self.line = line
        self.rows = rows
        self.page = page
    }

    /// The sentence in the language of the process; as it stands in the JSON where that has no details.
    package var spoken: String {
        Sentences.message(code.rawValue, details, english: message).spoken
    }

    var json: JSON {
        var members: JSONObject = [
            "code": .string(code.rawValue), "severity": .string(severity.rawValue), "message": .string(message),
            "rows": .array(rows.map(JSON.int)),
        ]
        members["details"] = details.map { .array($0.map(JSON.string)) }
        members["table"] = table.map(JSON.string)
        members["line"] = line.map(JSON.string)
        members["page"] = page.map(JSON.int)
        members["box"] = box.map { .array($0.map { JSON(points: $0) }) }
        if isSettled { members["settled"] = .bool(true) }
        return .object(members)
    }
}

/// The closed list of finding codes; `Sentences` says what each means.
package enum FindingCode: String, Sendable, Codable, CaseIterable {
    case noTextLayer = "no_text_layer"
    case fontsUnreadable = "fonts_unreadable"
    case damagedDocument = "damaged_document"
    case unreadableCharacters = "unreadable_characters"
    case hiddenCharacters = "hidden_characters"
    case hiddenTextLayer = "hidden_text_layer"
    case readFromPicture = "read_from_picture"
    case pictureUnread = "picture_unread"
    case doubtfulReading = "doubtful_reading"
    case sealCoversTable = "seal_covers_table"
    case annotationText = "annotation_text"
    case cutText = "cut_text"
    case textUnderPicture = "text_under_picture"
    case maskedText = "masked_text"
    case signRead = "sign_read"
    case radicalsRead = "radicals_read"
    case encodingUncertain = "encoding_uncertain"
    case overdrawnPage = "overdrawn_page"
    case noTable = "no_table"
    case figureUnaccounted = "figure_unaccounted"
    case pageNotRead = "page_not_read"
    case expectedTableMissing = "expected_table_missing"
    case rowsNotFound = "rows_not_found"
    case noMoneyUnit = "no_money_unit"
    case headerUnknown = "header_unknown"
    case columnInferred = "column_inferred"
    case columnUncertain = "column_uncertain"
    case totalMissing = "total_missing"
    case repeatedPage = "repeated_page"
    case cellUncertain = "cell_uncertain"
    case amountMissing = "amount_missing"
    case amountUnreadable = "amount_unreadable"
    case rowJoinUncertain = "row_join_uncertain"
    case readingOrderUncertain = "reading_order_uncertain"
    case lineBoundaryUncertain = "line_boundary_uncertain"
    case lineKindUncertain = "line_kind_uncertain"
    case nameMissing = "name_missing"
    case indicatorMisfiled = "indicator_misfiled"
    case indicatorMalformed = "indicator_malformed"
    case codeUncertain = "code_uncertain"
    case nameUnofficial = "name_unofficial"
    case nameOfOtherCode = "name_of_other_code"
    case textOutsideTable = "text_outside_table"
    case struckOut = "struck_out"
    case hiddenFigure = "hidden_figure"
    case identityBroken = "identity_broken"
    case sumsNotUnderstood = "sums_not_understood"
    case identityRounding = "identity_rounding"
    case statementDiffers = "statement_differs"
    case severalReleases = "several_releases"
    case yearDiffers = "year_differs"
    case correctionStale = "correction_stale"
}
