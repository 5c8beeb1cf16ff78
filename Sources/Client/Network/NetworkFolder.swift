import Console
package import JSON
package import NodeCore

/// Where the files of a network on one machine stand.
///
/// ```
/// .demo/genesis.json         the document that starts the chain; all that a verifier needs
///       catalogue.cbor       categories, code lists and certificate types, in one file
///       nodes/tax/           home of a node: node.json, keys/, ledger/, journal/, node.log
///       agencies/TAX/        keys of a member: officer.pem, admin.pem, tags.key
/// ```
package struct NetworkFolder: Hashable, Sendable {
    /// The path of the folder.
    package let path: String

    /// The folder that is meant when none is named.
    package static let standardPath = ".demo"

    /// Names a folder, which need not exist yet.
    package init(_ path: String) { self.path = path }

    /// The genesis document.
    package var genesis: String { path + "/genesis.json" }
    /// The catalogue that the genesis pins, as one file.
    package var catalogue: String { path + "/catalogue.cbor" }

    /// The home of a node.
    package func home(_ node: String) -> NodeHome { NodeHome("\(path)/nodes/\(node)") }
    /// The process identifier of a running node.
    package func processFile(_ node: String) -> String { home(node).path + "/node.pid" }
    /// What a node logs.
    package func log(_ node: String) -> String { home(node).path + "/node.log" }

    /// The folder of a member's keys.
    package func agency(_ member: String) -> String { "\(path)/agencies/\(member)" }
    /// The key with which a member's officer signs.
    package func officerKey(_ member: String) -> String { agency(member) + "/officer.pem" }
    /// The key with which a member governs.
    package func administrationKey(_ member: String) -> String { agency(member) + "/admin.pem" }
    /// The key of the keyed digests that stand for subjects and business keys.
    package func tagKey(_ member: String) -> String { agency(member) + "/tags.key" }

    /// The names of the nodes, in order.
    package var nodes: [String] {
        Folder.names(in: path + "/nodes").filter { Folder.exists(home($0).configuration) }
    }

    /// Reads a JSON document of this folder.
    package static func document(_ path: String) throws(ClientError) -> JSONValue {
        let bytes: [UInt8]
        do {
            bytes = try InputFile.read(path)
        } catch {
            throw .input(error)
        }
        do {
            return try JSONValue(parsing: bytes)
        } catch {
            throw .malformed(path: path, reason: Phrase(error.english, error.chinese))
        }
    }
}
