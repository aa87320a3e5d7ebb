extension Sentences {
    /// What the C library says of an error (errno(3)) in the locale C, and the same in Chinese. Its own translations
    /// are missing on most servers.
    static let system: [Sentence] = [
        ("Operation not permitted", "不允许的操作"), ("No such file or directory", "没有那个文件或文件夹"),
        ("Interrupted system call", "系统调用被中断"), ("Input/output error", "输入/输出错误"),
        ("No such device or address", "没有那个设备或地址"), ("Bad file descriptor", "错误的文件描述符"),
        ("Resource temporarily unavailable", "资源暂时不可用"), ("Cannot allocate memory", "无法分配内存"),
        ("Permission denied", "权限不足"), ("Device or resource busy", "设备或资源忙"), ("File exists", "文件已存在"),
        ("Invalid cross-device link", "不能跨文件系统"), ("Not a directory", "不是文件夹"), ("Is a directory", "是文件夹"),
        ("Invalid argument", "无效的参数"), ("Too many open files in system", "系统打开的文件过多"),
        ("Too many open files", "打开的文件过多"), ("File too large", "文件过大"),
        ("No space left on device", "磁盘空间不足"), ("Read-only file system", "文件系统只读"),
        ("Too many links", "链接过多"), ("File name too long", "文件名过长"), ("Directory not empty", "文件夹非空"),
        ("Too many levels of symbolic links", "符号链接层次过多"), ("Stale file handle", "文件句柄已失效"),
        ("Disk quota exceeded", "超出磁盘配额"), ("Invalid or incomplete multibyte or wide character", "内容无效或不完整"),
        ("Function not implemented", "功能未实现"), ("Connection timed out", "连接超时"),
    ].map { Sentence("system.\($0)", $0, $1) }
}
