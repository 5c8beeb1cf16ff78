/// The commands of a tool that has several, like `lianzheng submit` and `lianzheng issue`.
package struct CommandList: Sendable {
    /// The tool's name.
    package let tool: String
    /// What the tool is for, in one sentence.
    package let summary: Phrase
    /// The commands, in the order in which help lists them; each is named "tool command".
    package let commands: [Flags]

    /// Declares the commands of a tool.
    package init(_ tool: String, summary: Phrase, commands: [Flags]) {
        self.tool = tool
        self.summary = summary
        self.commands = commands
    }

    /// What a person chose.
    package enum Choice: Sendable {
        /// The overview of all commands.
        case help
        /// One command and the words after its name.
        case command(Flags, [String])
    }

    /// Finds the command that the words begin with.
    package func choose(_ words: [String]) throws(UsageError) -> Choice {
        guard let first = words.first else { throw .missingCommand }
        if first == "--help" || first == "help" { return .help }
        guard let flags = commands.first(where: { name(of: $0) == first }) else {
            let nearest = Spelling.nearest(to: first, among: commands.map(name))
            throw .unknownCommand(first, nearest: nearest)
        }
        return .command(flags, Array(words.dropFirst()))
    }

    /// The name of a command without the tool's.
    package func name(of flags: Flags) -> String {
        flags.command.hasPrefix(tool + " ")
            ? String(flags.command.dropFirst(tool.count + 1)) : flags.command
    }

    /// The overview of all commands.
    package func help(_ language: Language) -> String {
        let usage = Phrase("Usage", "用法").text(language)
        let form = Phrase("COMMAND [flags]", "命令 [选项]").text(language)
        var text = "\(summary.text(language))\n\n\(usage): \(tool) \(form)\n\n"
        text += Phrase("Commands", "命令").text(language) + ":\n"
        let width = commands.map { DisplayWidth.of(name(of: $0)) }.max() ?? 0
        for command in commands {
            let name = DisplayWidth.padded(name(of: command), to: width)
            text += "  \(name)  \(command.summary.text(language))\n"
        }
        let more = Phrase(
            "\(tool) COMMAND --help explains one command.",
            "\(tool) 命令 --help 说明单个命令。"
        )
        return text + "\n\(more.text(language))\n"
    }
}
