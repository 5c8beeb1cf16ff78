import Console

/// `lianzheng-audit`: what an auditor does with the files of a node.
@main
struct Command {
    private static let kinds: [any AuditCommand.Type] = [
        ReplayCommand.self, CompareCommand.self, TraceCommand.self, ExportCommand.self,
        CheckSealCommand.self,
    ]
    private static let commands = CommandList(
        "lianzheng-audit",
        summary: Phrase(
            "Audit the files of a node, trusting nothing but the genesis.",
            "仅凭创世文件，审计节点的账本文件。"
        ),
        commands: Self.kinds.map { $0.flags }
    )

    static func main() async {
        let words = Array(CommandLine.arguments.dropFirst())
        do throws(UsageError) {
            switch try commands.choose(words) {
            case .help:
                StandardStream.output.write(commands.help(language(of: words)))
            case .command(let flags, let rest):
                await run(flags, rest).exit()
            }
        } catch {
            explain(error, language(of: words), command: "lianzheng-audit").exit()
        }
    }

    private static func run(_ flags: Flags, _ words: [String]) async -> ExitCode {
        do throws(UsageError) {
            let arguments = try flags.parse(words)
            if arguments.wantsHelp {
                StandardStream.output.write(flags.help(arguments.language))
                return .good
            }
            guard let kind = kinds.first(where: { $0.flags.command == flags.command }) else {
                throw UsageError.missingCommand
            }
            return await (try kind.init(arguments)).run()
        } catch {
            return explain(error, language(of: words), command: flags.command)
        }
    }

    private static func explain(
        _ error: UsageError,
        _ language: Language,
        command: String
    ) -> ExitCode {
        let hint = Phrase("; try \(command) --help", "；请看 \(command) --help").text(language)
        StandardStream.error.write("lianzheng-audit: \(error.message(language))\(hint)\n")
        return .usage
    }

    /// The language asked for, before the command line is understood.
    private static func language(of words: [String]) -> Language {
        let named = zip(words, words.dropFirst()).first { $0.0 == "--lang" }?.1
        return named.flatMap(Language.init(rawValue:)) ?? .ofEnvironment
    }
}
