package import JSON
import NodeCore

/// What a node says of itself.
package struct NodeReport: Hashable, Sendable {
    /// The node's name.
    package let name: String
    /// The whole answer, for programs.
    package let json: JSONValue

    /// Asks a node.
    package init(of connection: NodeConnection) throws(ClientError) {
        name = connection.node.name
        guard case .status(json: let bytes) = try connection.ask(.status),
            let value = try? JSONValue(parsing: bytes)
        else { throw .unexpectedAnswer(node: name) }
        json = value
    }

    /// Whether it takes requests and has caught up with the others.
    package var isReady: Bool { json["ready"]?.boolean ?? false }
    /// The height of its newest final block.
    package var height: Int64 { json["height"]?.integer ?? -1 }
    /// The epoch of the next block.
    package var epoch: Int64 { json["epoch"]?.integer ?? 0 }
    /// The hash of that block's header, as hexadecimal text.
    package var block: String { json["block"]?.string ?? "" }
    /// The role: validator or observer.
    package var role: String { json["role"]?.string ?? "" }
    /// The validators that it knows to have contradicted themselves, each once.
    package var accused: [String] {
        let names = (json["accusations"]?.array ?? []).compactMap { $0["validator"]?.string }
        return names.indices.filter { !names[..<$0].contains(names[$0]) }.map { names[$0] }
    }
    /// How many records are final.
    package var records: Int64 { json["records"]?.integer ?? 0 }
}
