extension Sentences {
    /// System calls on files that failed, and what stands wrongly in an archive.
    static let files: [Sentence] = [
        Sentence("file.bring_to_disk", "Cannot bring to disk {0}: {1}.", "无法写入磁盘 {0}：{1}。"),
        Sentence("file.watch", "Cannot watch {0}: {1}.", "无法监视 {0}：{1}。"),
        Sentence("file.lock", "Cannot lock {0}: {1}.", "无法锁定 {0}：{1}。"),
        Sentence("file.read", "Cannot read {0}: {1}.", "无法读取 {0}：{1}。"),
        Sentence("file.write", "Cannot write {0}: {1}.", "无法写入 {0}：{1}。"),
        Sentence("file.list", "Cannot list {0}: {1}.", "无法列出 {0}：{1}。"),
        Sentence("file.open", "Cannot open {0}: {1}.", "无法打开 {0}：{1}。"),
        Sentence("file.remove", "Cannot remove {0}: {1}.", "无法删除 {0}：{1}。"),
        Sentence("file.make_folder", "Cannot make the folder {0}: {1}.", "无法建立文件夹 {0}：{1}。"),
        Sentence("file.rename", "Cannot rename to {0}: {1}.", "无法改名为 {0}：{1}。"),
        Sentence("file.publish", "Cannot publish {0}: {1}.", "无法发布 {0}：{1}。"),
        Sentence("file.understand", "Cannot understand {0}: {1}.", "无法理解 {0}：{1}。"),
        Sentence(
            "file.look_into", "Cannot look into {0}, which lies too deep: {1}.", "文件夹 {0} 层次过深，无法查看：{1}。"),
        Sentence("defect.absent", "it is not there", "不存在"),
        Sentence("defect.foreign", "it is of another document", "属于另一份文件"),
        Sentence("defect.uncorrected", "it is not its reading with its corrections", "与其读取结果加更正的内容不符"),
        Sentence("defect.unbalanced", "its proof or its accounts are not what its lines say", "其验证数或入账数与其内容不符"),
        Sentence("defect.partial", "it is not whole", "不完整"),
    ]
}
