import Client
import Console

/// A tool, or a group of its commands such as `lianzheng network`.
struct Tool: Sendable {
    private let list: CommandList
    private let commands: [ToolCommand]
    private let groups: [Tool]

    init(_ name: String, summary: Phrase, commands: [ToolCommand], groups: [Tool] = []) {
        let grouped = groups.map { group in
            Flags(group.list.tool, operands: "COMMAND", summary: group.list.summary)
        }
        list = CommandList(name, summary: summary, commands: commands.map(\.flags) + grouped)
        self.commands = commands
        self.groups = groups
    }

    /// Runs the command that the words name.
    func run(_ words: [String]) -> ExitCode {
        do throws(UsageError) {
            switch try list.choose(words) {
            case .help:
                StandardStream.output.write(list.help(language(of: words)))
                return .good
            case .command(let flags, let rest):
                if let group = groups.first(where: { $0.list.tool == flags.command }) {
                    return group.run(rest)
                }
                guard let command = commands.first(where: { $0.flags.command == flags.command })
                else { throw UsageError.missingCommand }
                return try run(command, rest)
            }
        } catch {
            return explain(error, language(of: words), command: list.tool)
        }
    }

    private func run(_ command: ToolCommand, _ words: [String]) throws(UsageError) -> ExitCode {
        let arguments = try command.flags.parse(words)
        let invocation = Invocation(arguments: arguments)
        if arguments.wantsHelp {
            StandardStream.output.write(command.flags.help(invocation.language))
            return .good
        }
        do {
            return try command.run(invocation)
        } catch let error as UsageError {
            return explain(error, invocation.language, command: command.flags.command)
        } catch let error as ClientError {
            invocation.fail(code: error.code, error.phrase)
            return error.exitCode
        } catch {
            invocation.fail(code: "internal", Phrase("\(error)", "\(error)"))
            return .cannotTell
        }
    }

    private func explain(_ error: UsageError, _ language: Language, command: String) -> ExitCode {
        let hint = Phrase("; try \(command) --help", "；请看 \(command) --help").text(language)
        StandardStream.error.write("lianzheng: \(error.message(language))\(hint)\n")
        return .usage
    }

    /// The language asked for, before the command is known.
    private func language(of words: [String]) -> Language {
        let named = zip(words, words.dropFirst()).first { $0.0 == "--lang" }?.1
        return named.flatMap(Language.init(rawValue:)) ?? .ofEnvironment
    }
}
