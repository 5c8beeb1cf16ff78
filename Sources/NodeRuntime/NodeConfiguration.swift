package import JSON
import Ledger
package import Transport

/// The configuration of one node.
///
/// It is the file `node.json` in the node's home; unknown keys are errors.
package struct NodeConfiguration: Hashable, Sendable {
    /// Another node.
    package struct Peer: Hashable, Sendable {
        /// Its name in the genesis.
        package let name: String
        /// Where it listens for nodes.
        package let endpoint: Endpoint
    }

    /// This node's name in the genesis.
    package let name: String
    /// The code of the member that runs it.
    package let member: String
    /// Where it listens for nodes.
    package let peerEndpoint: Endpoint
    /// Where it listens for clients.
    package let clientEndpoint: Endpoint
    /// The other nodes.
    package let peers: [Peer]
    /// Threads that check statements; 1 by default.
    package let checkThreads: Int
    /// The most certificates whose sealed fields the vault keeps; a million by default.
    package let vaultEntries: Int
    /// The file for the trace of what the rules of voting depend on; nil for none.
    package let traceFile: String?
    /// For tests: a file with the milliseconds by which the wall clock is shifted.
    package let testClockFile: String?

    /// Reads the file's bytes.
    package init(decoding bytes: [UInt8]) throws(JSONError) {
        var fields = try JSONFields(try JSONValue(parsing: bytes))
        name = try fields.string("name")
        member = try fields.string("member")
        _ = try fields.optionalBoolean("validator")
        let host = try fields.optionalString("host") ?? "127.0.0.1"
        peerEndpoint = Endpoint(host: host, port: try fields.port("peerPort"))
        clientEndpoint = Endpoint(host: host, port: try fields.port("clientPort"))
        var peers: [Peer] = []
        for var peer in try fields.objects("peers") {
            let endpoint = Endpoint(
                host: try peer.optionalString("host") ?? "127.0.0.1",
                port: try peer.port("port")
            )
            peers.append(Peer(name: try peer.string("name"), endpoint: endpoint))
            try peer.finish()
        }
        self.peers = peers
        let threads = try fields.optionalInteger("checkThreads") ?? 1
        guard 1...64 ~= threads else {
            throw .notAllowed(path: fields.path(of: "checkThreads"), value: "\(threads)")
        }
        checkThreads = Int(threads)
        let entries = try fields.optionalInteger("vaultEntries") ?? 1_000_000
        guard 0...100_000_000 ~= entries else {
            throw .notAllowed(path: fields.path(of: "vaultEntries"), value: "\(entries)")
        }
        vaultEntries = Int(entries)
        traceFile = try fields.optionalString("traceFile")
        testClockFile = try fields.optionalString("testClockFile")
        try fields.finish()
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

extension NodeConfiguration {
    /// Refuses a name that the ledger gives to another member's node.
    ///
    /// A name that nobody has is a node's that governance is to register: it follows until then,
    /// as far as the others let it.
    func check(_ entry: NodeEntry?) throws(StartError) {
        guard entry == nil || entry?.member == member else { throw .unknownNode(name: name) }
    }
}
