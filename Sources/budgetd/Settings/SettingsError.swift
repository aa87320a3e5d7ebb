import Glibc
import Sentences

/// A setting that cannot be used, and where it stands.
enum SettingsError: Error, Equatable, CustomStringConvertible {
    case file(String, errno: Int32)
    case line(String, number: Int, text: String)
    case encoding(String, number: Int)
    case unknown(Setting)
    case notYesOrNo(Setting)
    case wrong(Setting, reason: String)

    var description: String {
        switch self {
        case .file(let path, let number): Sentences.text("settings.file", path, String(cString: strerror(number)))
        case .line(let path, let number, let text): Sentences.text("settings.line", path, "\(number)", text)
        case .encoding(let path, let number): Sentences.text("settings.encoding", path, "\(number)")
        case .unknown(let setting): Sentences.text("settings.unknown", "\(setting.origin)", setting.name)
        case .notYesOrNo(let setting):
            Sentences.text("settings.yes_or_no", "\(setting.origin)", setting.name, setting.value)
        case .wrong(let setting, let reason):
            Sentences.text("settings.wrong", "\(setting.origin)", Sentences.translated(parser: reason))
        }
    }
}

extension Setting.Origin: CustomStringConvertible {
    var description: String {
        switch self {
        case .file(let path, let line): Sentences.text("origin.file", path, "\(line)")
        case .environment(let variable): Sentences.text("origin.environment", variable)
        case .option: Sentences.text("origin.option")
        case .standard: Sentences.text("origin.standard")
        }
    }
}
