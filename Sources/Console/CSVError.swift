/// Why a CSV file, or one line of it, cannot be used.
package enum CSVError: Error, Hashable, Sendable {
    /// The file is not UTF-8; `line` has the first byte that shows it.
    case notUTF8(line: Int, looksLikeGBK: Bool)
    case noHeader
    case unnamedColumn(number: Int)
    case duplicateColumn(String)
    case columns(missing: [String], extra: [String])
    case cellCount(line: Int, expected: Int, found: Int)
    case openQuote(line: Int)
    case strayQuote(line: Int)
}

extension CSVError {
    /// The stable code of this error.
    package var code: String {
        switch self {
        case .notUTF8: "csv.notUTF8"
        case .noHeader: "csv.noHeader"
        case .unnamedColumn: "csv.unnamedColumn"
        case .duplicateColumn: "csv.duplicateColumn"
        case .columns: "csv.columns"
        case .cellCount: "csv.cellCount"
        case .openQuote: "csv.openQuote"
        case .strayQuote: "csv.strayQuote"
        }
    }

    /// The line the error is about, from one.
    package var line: Int {
        switch self {
        case .notUTF8(let line, _), .cellCount(let line, _, _), .openQuote(let line),
            .strayQuote(let line):
            line
        case .noHeader, .unnamedColumn, .duplicateColumn, .columns: 1
        }
    }

    /// The error in English.
    package var english: String {
        switch self {
        case .notUTF8(let line, true):
            "line \(line): the file is in GBK; save it as \"CSV UTF-8\" and try again"
        case .notUTF8(let line, false): "line \(line): the file is not UTF-8 text"
        case .noHeader: "the file is empty; its first line must name the columns"
        case .unnamedColumn(let number): "line 1: column \(number) has no name"
        case .duplicateColumn(let name): "line 1: the column \(name) is there twice"
        case .columns(let missing, let extra):
            "line 1: "
                + [("missing columns", missing), ("unknown columns", extra)]
                .filter { !$0.1.isEmpty }
                .map { "\($0.0): \($0.1.joined(separator: ", "))" }
                .joined(separator: "; ")
        case .cellCount(let line, let expected, let found):
            "line \(line): \(found) columns instead of \(expected)"
        case .openQuote(let line): "line \(line): a quotation mark is never closed"
        case .strayQuote(let line): "line \(line): a quotation mark in the middle of a cell"
        }
    }

    /// The error in Chinese.
    package var chinese: String {
        switch self {
        case .notUTF8(let line, true):
            "第 \(line) 行：文件为 GBK 编码，请另存为“CSV UTF-8”后重试"
        case .notUTF8(let line, false): "第 \(line) 行：文件不是 UTF-8 文本"
        case .noHeader: "文件为空；首行应为列名"
        case .unnamedColumn(let number): "第 1 行：第 \(number) 列没有列名"
        case .duplicateColumn(let name): "第 1 行：列 \(name) 重复"
        case .columns(let missing, let extra):
            "第 1 行："
                + [("缺少列", missing), ("多余列", extra)]
                .filter { !$0.1.isEmpty }
                .map { "\($0.0) \($0.1.joined(separator: "、"))" }
                .joined(separator: ";")
        case .cellCount(let line, let expected, let found):
            "第 \(line) 行：应有 \(expected) 列，实有 \(found) 列"
        case .openQuote(let line): "第 \(line) 行：引号没有结束"
        case .strayQuote(let line): "第 \(line) 行：单元格中间出现引号"
        }
    }
}
