package import JSON

/// One node of a network that is about to be made, as its file under `Nodes/` says it.
package struct NodePlan: Hashable, Sendable {
    /// The node's name.
    package let name: String
    /// The member that runs it.
    package let member: String
    /// Whether it may vote.
    package let mayVote: Bool
    /// Where it listens.
    package let host: String
    /// The port for nodes.
    package private(set) var peerPort: UInt16
    /// The port for clients.
    package private(set) var clientPort: UInt16

    /// Reads the file's value.
    package init(_ value: JSONValue) throws(JSONError) {
        var fields = try JSONFields(value)
        name = try fields.string("name")
        member = try fields.string("member")
        mayVote = try fields.boolean("validator")
        host = try fields.optionalString("host") ?? "127.0.0.1"
        peerPort = try fields.port("peerPort")
        clientPort = try fields.port("clientPort")
        try fields.finish()
    }

    /// A node of these parts that may vote.
    package init(
        name: String,
        member: String,
        host: String,
        peerPort: UInt16,
        clientPort: UInt16
    ) {
        self.name = name
        self.member = member
        mayVote = true
        self.host = host
        self.peerPort = peerPort
        self.clientPort = clientPort
    }

    /// What the configuration in a home says of its node.
    init(configuration value: JSONValue) throws(JSONError) {
        var fields = try JSONFields(value)
        self.init(
            name: try fields.string("name"),
            member: try fields.string("member"),
            host: try fields.optionalString("host") ?? "127.0.0.1",
            peerPort: try fields.port("peerPort"),
            clientPort: try fields.port("clientPort")
        )
    }

    /// The same node on two other ports.
    package func moved(peerPort: UInt16, clientPort: UInt16) -> NodePlan {
        var plan = self
        plan.peerPort = peerPort
        plan.clientPort = clientPort
        return plan
    }

    /// The nodes of a network with this many validators: those of the consortium first, then
    /// others that may vote, by name; observers come last.
    ///
    /// Nil when there are not that many nodes that may vote.
    package static func choose(
        from plans: [NodePlan],
        for consortium: Consortium,
        validators count: Int
    ) -> (validators: [NodePlan], observers: [NodePlan])? {
        let named = consortium.validators.compactMap { code in
            plans.first { $0.member == code && $0.mayVote }
        }
        let others = plans.filter { $0.mayVote && !named.contains($0) }.sorted { $0.name < $1.name }
        let voting = (named + others).prefix(count)
        guard named.count == consortium.validators.count, voting.count == count else { return nil }
        let following = plans.filter { consortium.observers.contains($0.member) && !$0.mayVote }
        return (Array(voting), following.sorted { $0.name < $1.name })
    }

    /// The configuration of the node in its home; `all` are the nodes of the network.
    func configuration(among all: [NodePlan]) -> JSONValue {
        [
            "name": .string(name),
            "member": .string(member),
            "host": .string(host),
            "peerPort": .integer(peerPort),
            "clientPort": .integer(clientPort),
            "peers": .array(
                all.filter { $0.name != name }.map { peer in
                    [
                        "name": .string(peer.name), "host": .string(peer.host),
                        "port": .integer(peer.peerPort),
                    ]
                }
            ),
        ]
    }
}

extension JSONFields {
    fileprivate mutating func port(_ name: String) throws(JSONError) -> UInt16 {
        let value = try integer(name)
        guard let port = UInt16(exactly: value), port > 0 else {
            throw .notAllowed(path: path(of: name), value: "\(value)")
        }
        return port
    }
}
