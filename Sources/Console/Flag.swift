/// One long flag that a tool understands.
package struct Flag: Hashable, Sendable {
    /// The name without its two dashes.
    package let name: String
    /// The placeholder of the value in help texts; nil for a switch, which takes none.
    package let value: String?
    /// What the flag does.
    package let meaning: Phrase
    /// Whether the flag may be given several times.
    package let isRepeatable: Bool

    /// A flag that is there or not.
    package static func toggle(_ name: String, _ meaning: Phrase) -> Flag {
        Flag(name: name, value: nil, meaning: meaning, isRepeatable: false)
    }

    /// A flag that takes a value, as `--name value` or `--name=value`.
    package static func option(_ name: String, _ value: String, _ meaning: Phrase) -> Flag {
        Flag(name: name, value: value, meaning: meaning, isRepeatable: false)
    }

    /// A flag that takes a value and may be given several times.
    package static func list(_ name: String, _ value: String, _ meaning: Phrase) -> Flag {
        Flag(name: name, value: value, meaning: meaning, isRepeatable: true)
    }

    /// The flag as it is typed, like `--genesis FILE`.
    package var synopsis: String { value.map { "--\(name) \($0)" } ?? "--\(name)" }

    /// The flags of every tool.
    static let standard: [Flag] = [
        .toggle("json", Phrase("print JSON for programs", "输出供程序读取的 JSON")),
        .option("lang", "zh|en", Phrase("language (default: from LANG)", "语言（默认取自 LANG）")),
        .toggle("help", Phrase("show this help", "显示本帮助")),
    ]
}
