import Console
package import Cryptography
import Evidence
package import Ledger
package import NodeCore
import Transport

extension NodeConnection {
    /// Connects to whichever node answers at an address, "host:port": one of the genesis, or a
    /// validator that was admitted since and proves it.
    ///
    /// Evidence proves itself, wherever it comes from; the key is asked for all the same, so that
    /// only members learn what is asked about.
    package static func open(
        at address: String,
        genesis: Genesis
    ) throws(ClientError) -> NodeConnection {
        guard let endpoint = Endpoint(address) else {
            throw .unknown(kind: Phrase("node address HOST:PORT", "节点地址 HOST:PORT"), name: address)
        }
        let nodes = genesis.document.nodes.map { entry in
            NodeAddress(name: entry.name, endpoint: endpoint, transportKey: entry.transportKey)
        }
        guard let guess = nodes.first else { throw .unknown(kind: Self.aNode, name: address) }
        do {
            return try NodeConnection(to: guess)
        } catch {
            // The refusal names the key that answered: it tells which node this is.
            guard case .unreachable(_, let reason) = error else { throw error }
            guard case .peerKeyRefused(let key) = reason,
                let node = nodes.first(where: { $0.transportKey == key })
                    ?? newcomer(at: endpoint, key, genesis)
            else { throw .unreachable(address: address, reason) }
            return try NodeConnection(to: node)
        }
    }

    /// The validator with a key that the genesis does not name; nil when it does not prove to be.
    ///
    /// It is asked for the first chunk of statuses, which tells it nothing.
    private static func newcomer(
        at endpoint: Endpoint,
        _ key: PublicKey,
        _ genesis: Genesis
    ) -> NodeAddress? {
        let stranger = NodeAddress(name: "\(endpoint)", endpoint: endpoint, transportKey: key)
        guard let connection = try? NodeConnection(to: stranger),
            case .statusChunk(let parts)? = try? connection.ask(.statusChunk(index: 0)),
            let validator = parts.validator(ofTransportKey: key, genesis: genesis)
        else { return nil }
        return NodeAddress(name: validator.name, endpoint: endpoint, transportKey: key)
    }

    private static let aNode = Phrase("node", "节点")
}

extension StatusParts {
    /// The validator that answers with a transport key, by the changes of validators since the
    /// genesis, each of which a quorum of those before has decided.
    package func validator(ofTransportKey key: PublicKey, genesis: Genesis) -> Validator? {
        guard let hops = try? CertificateFile.hops(hops),
            let set = Verifier(genesis).validators(after: hops)
        else { return nil }
        return set.validators.first { $0.transportKey == key }
    }
}
