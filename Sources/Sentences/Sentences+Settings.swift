extension Sentences {
    /// Settings that cannot be used, and where they stand.
    static let settings: [Sentence] = [
        Sentence("settings.file", "The settings {0} cannot be read: {1}.", "无法读取设置文件 {0}：{1}。"),
        Sentence(
            "settings.line", "{0}, line {1}: “{2}” is not of the form name = value.",
            "{0} 第 {1} 行：“{2}”不是“名称 = 值”的形式。"),
        Sentence("settings.encoding", "{0}, line {1} is not in UTF-8.", "{0} 第 {1} 行不是 UTF-8 编码。"),
        Sentence("settings.unknown", "{0}: there is no setting “{1}”.", "{0}：没有设置项“{1}”。"),
        Sentence("settings.yes_or_no", "{0}: {1} is “{2}”; it must be yes or no.", "{0}：{1} 是“{2}”，必须是 yes 或 no。"),
        Sentence("settings.wrong", "{0}: {1}", "{0}：{1}"),
        Sentence("settings.read", "settings: {0}", "设置文件：{0}"),
        Sentence("settings.no_setting", "{0} is no setting.", "{0} 不是设置项。"),
        Sentence("origin.file", "{0}, line {1}", "{0} 第 {1} 行"),
        Sentence("origin.environment", "environment variable {0}", "环境变量 {0}"),
        Sentence("origin.option", "command line", "命令行"),
        Sentence("origin.standard", "standard", "默认值"),
        Sentence("option.range", "--{0} is {1}; it must be from {2} to {3}.", "--{0} 是 {1}，必须在 {2} 到 {3} 之间。"),
        Sentence(
            "option.range_seconds", "--{0} is {1}; it must be from {2} to {3} seconds.",
            "--{0} 是 {1}，必须在 {2} 到 {3} 秒之间。"),
    ]
}
