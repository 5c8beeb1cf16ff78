/// What a tool, or one command of a tool, accepts on its command line.
///
/// ```swift
/// let flags = Flags(
///     "lianzheng-verify", operands: "FILE...",
///     summary: Phrase("Check e-certificates offline.", "离线核验电子证照。"),
///     flags: [.option("genesis", "FILE", Phrase("the genesis to trust", "所信任的创世文件"))],
///     examples: [("lianzheng-verify licence.cose", Phrase("check one file", "核验一个文件"))]
/// )
/// let arguments = try flags.parse(Array(CommandLine.arguments.dropFirst()))
/// ```
package struct Flags: Sendable {
    /// What is typed to run it, like "lianzheng submit".
    package let command: String
    /// The operands as help texts show them; empty when there are none.
    package let operands: String
    /// What it does, in one sentence.
    package let summary: Phrase
    /// The flags it understands, the standard ones last.
    package let flags: [Flag]
    /// Command lines that work, with what they do.
    package let examples: [(line: String, meaning: Phrase)]

    /// Declares a command line; `--json`, `--lang` and `--help` are always understood.
    package init(
        _ command: String,
        operands: String = "",
        summary: Phrase,
        flags: [Flag] = [],
        examples: [(line: String, meaning: Phrase)] = []
    ) {
        self.command = command
        self.operands = operands
        self.summary = summary
        self.flags = flags + Flag.standard
        self.examples = examples
    }

    /// Reads the words after the command's name.
    ///
    /// Throws for unknown flags (naming the nearest one), missing values, repeated flags and,
    /// where none are declared, operands. `--` ends the flags; `-` alone is an operand.
    package func parse(_ words: [String]) throws(UsageError) -> Arguments {
        var arguments = Arguments()
        var rest = words[...]
        while let word = rest.popFirst() {
            if word == "--" {
                arguments.operands += rest
                break
            }
            guard word.hasPrefix("-"), word != "-" else {
                arguments.operands.append(word)
                continue
            }
            let (name, attached) = Flags.split(word)
            guard word.hasPrefix("--"), let flag = flags.first(where: { $0.name == name }) else {
                throw .unknownFlag(word, nearest: nearestFlag(to: name))
            }
            let value = try value(of: flag, attached: attached, rest: &rest)
            guard flag.isRepeatable || arguments.values[name] == nil else {
                throw .repeatedFlag(name)
            }
            arguments.values[name, default: []].append(value)
        }
        if let extra = arguments.operands.first, operands.isEmpty, !arguments.wantsHelp {
            throw .unexpectedOperand(extra)
        }
        if let choice = arguments.values["lang"]?.first, Language(rawValue: choice) == nil {
            throw .badValue(flag: "lang", value: choice, expected: "zh, en")
        }
        return arguments
    }

    private static func split(_ word: String) -> (name: String, value: String?) {
        let body = word.drop { $0 == "-" }
        guard let equals = body.firstIndex(of: "=") else { return (String(body), nil) }
        return (String(body[..<equals]), String(body[body.index(after: equals)...]))
    }

    private func value(
        of flag: Flag,
        attached: String?,
        rest: inout ArraySlice<String>
    ) throws(UsageError) -> String {
        guard flag.value != nil else {
            if attached != nil { throw .unexpectedValue(flag.name) }
            return ""
        }
        guard let value = attached ?? rest.popFirst() else { throw .missingValue(flag.name) }
        return value
    }

    private func nearestFlag(to name: String) -> String? {
        Spelling.nearest(to: name, among: flags.map(\.name)).map { "--\($0)" }
    }

    // MARK: Help

    /// The help text, with usage, flags and examples.
    package func help(_ language: Language) -> String {
        let usage = Phrase("Usage", "用法").text(language)
        let tail = operands.isEmpty ? "" : " \(operands)"
        let options = Phrase("[flags]", "[选项]").text(language)
        var text = "\(summary.text(language))\n\n\(usage): \(command) \(options)\(tail)\n\n"
        let width = flags.map { DisplayWidth.of($0.synopsis) }.max() ?? 0
        text += Phrase("Flags", "选项").text(language) + ":\n"
        for flag in flags {
            let synopsis = DisplayWidth.padded(flag.synopsis, to: width)
            text += "  \(synopsis)  \(flag.meaning.text(language))\n"
        }
        guard !examples.isEmpty else { return text }
        text += "\n" + Phrase("Examples", "示例").text(language) + ":\n"
        for example in examples {
            text += "  # \(example.meaning.text(language))\n  \(example.line)\n"
        }
        return text
    }
}
