import Console
import NodeRuntime

/// `lianzheng-node`: one permissioned node of the ledger, as a service.
@main
struct NodeCommand {
    private static let list = CommandList(
        "lianzheng-node",
        summary: Phrase("A node of the Lianzheng ledger.", "链证账本节点。"),
        commands: [RunCommand.flags, JoinCommand.flags, RepairCommand.flags]
    )

    static func main() {
        run(Array(CommandLine.arguments.dropFirst())).exit()
    }

    private static func run(_ words: [String]) -> ExitCode {
        do throws(UsageError) {
            guard case .command(let flags, let rest) = try list.choose(words) else {
                StandardStream.output.write(list.help(.ofEnvironment))
                return .good
            }
            let arguments = try flags.parse(rest)
            if arguments.wantsHelp {
                StandardStream.output.write(flags.help(arguments.language))
                return .good
            }
            switch list.name(of: flags) {
            case "join": return try JoinCommand.run(arguments)
            case "repair": return try RepairCommand.run(arguments)
            default: return try RunCommand.run(arguments)
            }
        } catch {
            StandardStream.error.write("lianzheng-node: \(error.message(.ofEnvironment))\n")
            return .usage
        }
    }

    /// Says why a node cannot start.
    static func fail(_ error: StartError, _ language: Language) -> ExitCode {
        let reason = Phrase(error.english, error.chinese).text(language)
        StandardStream.error.write("lianzheng-node: \(reason) [\(error.code)]\n")
        return error.isInterruption ? .good : .bad
    }
}
