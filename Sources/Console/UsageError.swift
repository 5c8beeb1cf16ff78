/// Why a command line was not understood.
package enum UsageError: Error, Hashable, Sendable {
    case unknownFlag(String, nearest: String?)
    case unknownCommand(String, nearest: String?)
    case missingCommand
    case missingFlag(String)
    case missingValue(String)
    case unexpectedValue(String)
    case repeatedFlag(String)
    case badValue(flag: String, value: String, expected: String)
    case missingOperand(String)
    case unexpectedOperand(String)
    case excluded(String, by: String)
}

extension UsageError {
    /// The stable code of this error.
    package var code: String {
        switch self {
        case .unknownFlag: "usage.unknownFlag"
        case .unknownCommand: "usage.unknownCommand"
        case .missingCommand: "usage.missingCommand"
        case .missingFlag: "usage.missingFlag"
        case .missingValue: "usage.missingValue"
        case .unexpectedValue: "usage.unexpectedValue"
        case .repeatedFlag: "usage.repeatedFlag"
        case .badValue: "usage.badValue"
        case .missingOperand: "usage.missingOperand"
        case .unexpectedOperand: "usage.unexpectedOperand"
        case .excluded: "usage.excluded"
        }
    }

    /// The error in English.
    package var english: String {
        switch self {
        case .unknownFlag(let flag, let nearest):
            "unknown flag \(flag)" + (nearest.map { "; did you mean \($0)?" } ?? "")
        case .unknownCommand(let name, let nearest):
            "unknown command \(name)" + (nearest.map { "; did you mean \($0)?" } ?? "")
        case .missingCommand: "a command is missing; --help lists them"
        case .missingFlag(let name): "--\(name) must be given"
        case .missingValue(let name): "--\(name) needs a value"
        case .unexpectedValue(let name): "--\(name) takes no value"
        case .repeatedFlag(let name): "--\(name) was given twice"
        case .badValue(let flag, let value, let expected):
            "--\(flag) may not be \"\(value)\"; expected: \(expected)"
        case .excluded(let name, let other): "--\(name) does not go with --\(other)"
        case .missingOperand(let name): "\(name) is missing"
        case .unexpectedOperand(let word): "unexpected \"\(word)\""
        }
    }

    /// The error in Chinese.
    package var chinese: String {
        switch self {
        case .unknownFlag(let flag, let nearest):
            "不认识的选项 \(flag)" + (nearest.map { "，是否想用 \($0)？" } ?? "")
        case .unknownCommand(let name, let nearest):
            "不认识的命令 \(name)" + (nearest.map { "，是否想用 \($0)？" } ?? "")
        case .missingCommand: "缺少命令；--help 列出全部命令"
        case .missingFlag(let name): "必须给出 --\(name)"
        case .missingValue(let name): "--\(name) 缺少值"
        case .unexpectedValue(let name): "--\(name) 不带值"
        case .repeatedFlag(let name): "--\(name) 重复给出"
        case .badValue(let flag, let value, let expected):
            "--\(flag) 不能是“\(value)”，应为：\(expected)"
        case .excluded(let name, let other): "--\(name) 不能与 --\(other) 合用"
        case .missingOperand(let name): "缺少 \(name)"
        case .unexpectedOperand(let word): "多余的“\(word)”"
        }
    }

    /// The error in one language.
    package func message(_ language: Language) -> String {
        Phrase(english, chinese).text(language)
    }
}
