package import CBOR

/// What can be wrong with a record, apart from where.
package enum FindingReason: Error, Hashable, Sendable {
    /// The bytes are not the deterministic CBOR of a record.
    case malformed(CBORError)
    case unknownField(String)
    /// A name that was given twice, such as a CSV column and its Chinese label.
    case repeatedField
    case missing
    case wrongType(expected: String)
    /// An amount with a decimal point: amounts are whole fen.
    case fractionOfFen
    case notANumber
    /// The number does not fit 64 bits.
    case outOfRange
    case tooSmall(minimum: String)
    case tooLarge(maximum: String)
    case notAMultiple(of: Int64)
    case fractionDigits(maximum: Int)
    case unknownCode(allowed: [String])
    case noSuchDay
    case noSuchPeriod(Granularity)
    case tooLong(maximum: Int)
    case empty
    case controlCharacter
    /// Text that is not in Unicode normalisation form C; only the text entry looks for it, because
    /// the tables behind it change and validators must always agree.
    case notNormal
    case pattern(String)
    case creditCodeForm
    /// A warning: genuine credit codes with a wrong check character exist.
    case creditCodeCheck
    case notADigest
    case rule(id: String, Label)
    /// The numbers are so large that the rule cannot be computed.
    case overflow(rule: String)
}

extension FindingReason {
    /// The stable code of this reason.
    package var code: String {
        switch self {
        case .malformed: "record.malformed"
        case .unknownField: "record.unknownField"
        case .repeatedField: "record.repeatedField"
        case .missing: "record.missing"
        case .wrongType: "record.wrongType"
        case .fractionOfFen: "record.fractionOfFen"
        case .notANumber: "record.notANumber"
        case .outOfRange: "record.outOfRange"
        case .tooSmall: "record.tooSmall"
        case .tooLarge: "record.tooLarge"
        case .notAMultiple: "record.notAMultiple"
        case .fractionDigits: "record.fractionDigits"
        case .unknownCode: "record.unknownCode"
        case .noSuchDay: "record.noSuchDay"
        case .noSuchPeriod: "record.noSuchPeriod"
        case .tooLong: "record.tooLong"
        case .empty: "record.empty"
        case .controlCharacter: "record.controlCharacter"
        case .notNormal: "record.notNormal"
        case .pattern: "record.pattern"
        case .creditCodeForm: "record.creditCodeForm"
        case .creditCodeCheck: "record.creditCodeCheck"
        case .notADigest: "record.notADigest"
        case .rule: "record.rule"
        case .overflow: "record.overflow"
        }
    }

    /// The reason in English.
    package var english: String {
        switch self {
        case .malformed(let error): "not a record: \(error.english)"
        case .unknownField(let name): "there is no field \(name) in this category"
        case .repeatedField: "given twice"
        case .missing: "missing"
        case .wrongType(let expected): "must be of type \(expected)"
        case .fractionOfFen: "amounts are whole fen, without a decimal point"
        case .notANumber: "not a number"
        case .outOfRange: "the number does not fit 64 bits"
        case .tooSmall(let minimum): "must be at least \(minimum)"
        case .tooLarge(let maximum): "must be at most \(maximum)"
        case .notAMultiple(let unit): "must be a multiple of \(unit)"
        case .fractionDigits(0): "must have no fraction digits"
        case .fractionDigits(let most): "must have at most \(most) fraction digits"
        case .unknownCode(let allowed): "must be one of \(allowed.joined(separator: ", "))"
        case .noSuchDay: "not a day of the calendar, YYYY-MM-DD"
        case .noSuchPeriod(let granularity): "not a \(granularity.rawValue), \(granularity.form)"
        case .tooLong(let most): "longer than \(most) characters"
        case .empty: "empty"
        case .controlCharacter: "holds a control character, such as a line break"
        case .notNormal: "not in Unicode normal form C; please type the characters anew"
        case .pattern(let pattern): "must match \(pattern)"
        case .creditCodeForm: "not a unified social credit code of 18 characters"
        case .creditCodeCheck: "the check character of the credit code is wrong; please make sure"
        case .notADigest: "not a digest of 64 lower-case hexadecimal digits"
        case .rule(let id, let message): "\(id): \(message.english)"
        case .overflow(let rule): "\(rule): the numbers are too large"
        }
    }

    /// The reason in Chinese.
    package var chinese: String {
        switch self {
        case .malformed(let error): "不是有效记录：\(error.chinese)"
        case .unknownField(let name): "本类别没有字段 \(name)"
        case .repeatedField: "重复给出"
        case .missing: "缺少必填项"
        case .wrongType(let expected): "类型应为 \(expected)"
        case .fractionOfFen: "金额以分为单位，不能带小数"
        case .notANumber: "不是数字"
        case .outOfRange: "数值超出 64 位"
        case .tooSmall(let minimum): "不能小于 \(minimum)"
        case .tooLarge(let maximum): "不能大于 \(maximum)"
        case .notAMultiple(let unit): "应为 \(unit) 的整数倍"
        case .fractionDigits(0): "不能有小数"
        case .fractionDigits(let most): "小数不超过 \(most) 位"
        case .unknownCode(let allowed): "应为下列代码之一：\(allowed.joined(separator: "、"))"
        case .noSuchDay: "日期不存在，格式为 YYYY-MM-DD"
        case .noSuchPeriod(let granularity): "期间不存在，格式为 \(granularity.form)"
        case .tooLong(let most): "超过 \(most) 个字符"
        case .empty: "内容为空"
        case .controlCharacter: "含有换行等控制字符"
        case .notNormal: "文字不是 Unicode 规范形式(NFC)，请重新录入"
        case .pattern(let pattern): "格式不符：\(pattern)"
        case .creditCodeForm: "不是 18 位统一社会信用代码"
        case .creditCodeCheck: "统一社会信用代码校验位不符，请核实"
        case .notADigest: "不是 64 位小写十六进制摘要"
        case .rule(let id, let message): "\(message.chinese)(\(id))"
        case .overflow(let rule): "数值过大，规则 \(rule) 无法计算"
        }
    }
}

extension Granularity {
    /// How a period of this length is written.
    package var form: String {
        switch self {
        case .month: "YYYY-MM"
        case .quarter: "YYYYQn"
        case .year: "YYYY"
        }
    }
}
