import Client
import Console
import JSON
import Ledger

/// One command: what it accepts, and what it does.
struct ToolCommand: Sendable {
    /// What is typed.
    let flags: Flags
    /// Does it; the answer is the exit code.
    let run: @Sendable (Invocation) throws -> ExitCode
}

/// A command line that was understood, with the ways to answer it.
struct Invocation: Sendable {
    /// What was typed.
    let arguments: Arguments

    /// The language of the answers.
    var language: Language { arguments.language }

    /// The folder of the network.
    var folder: NetworkFolder { NetworkFolder(arguments["dir"] ?? NetworkFolder.standardPath) }

    /// The network that the folder holds.
    func network() throws(ClientError) -> Network { try Network(folder) }

    /// The node to ask: a name of the network's, an address that goes with a genesis file, or else
    /// any that answers.
    func anyNode() throws(ClientError) -> NodeConnection {
        let named = arguments["node"]
        guard let named, named.contains(":") else { return try network().connect(to: named) }
        return try NodeConnection.open(at: named, genesis: try trustedGenesis())
    }

    /// The genesis that was named, that of the folder that was named, or the one installed.
    func trustedGenesis() throws(ClientError) -> Genesis {
        try TrustedGenesis.find(
            named: arguments["genesis"],
            folder: arguments["dir"].map { NetworkFolder($0) }
        )
    }

    /// Prints for people, or the JSON value for programs.
    func answer(_ value: JSONValue, people: () -> String) {
        let text = arguments.wantsJSON ? JSONText.compact(value) : people()
        StandardStream.output.write(text.hasSuffix("\n") ? text : text + "\n")
    }

    /// Prints one line for people; programs get nothing.
    func tell(_ phrase: Phrase) {
        guard !arguments.wantsJSON else { return }
        StandardStream.output.write(phrase.text(language) + "\n")
    }

    /// Prints why the command failed, to standard error for people.
    func fail(code: String, _ message: Phrase) {
        guard arguments.wantsJSON else {
            StandardStream.error.write("lianzheng: \(message.text(language)) [\(code)]\n")
            return
        }
        let value: JSONValue = [
            "error": [
                "code": .string(code), "english": .string(message.english),
                "chinese": .string(message.chinese),
            ]
        ]
        StandardStream.output.write(JSONText.compact(value) + "\n")
    }
}

extension Flag {
    /// Where the network is.
    static let folder = Flag.option(
        "dir",
        "FOLDER",
        Phrase("the network's folder (default: .demo)", "网络所在文件夹（默认 .demo）")
    )
    /// The member that acts.
    static let member = Flag.option(
        "as",
        "CODE",
        Phrase("the member that acts, such as TAX", "以哪个成员的名义，如 TAX")
    )
    /// The genesis that vouches for files, and for a node whose address was given.
    static let genesis = Flag.option(
        "genesis",
        "FILE",
        Phrase(
            "the genesis to trust (default: the installed one; see lianzheng-verify --help)",
            "所信任的创世文件（默认为已安装者，见 lianzheng-verify --help）"
        )
    )
    /// The node that is asked.
    static let node = Flag.option(
        "node",
        "NAME",
        Phrase("the node to ask (default: the member's own)", "询问哪个节点（默认本成员节点）")
    )
}
