import Console
package import Ledger
import Transport

extension NodeConnection {
    /// Connects to whichever node of the genesis answers at an address, "host:port".
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
            guard case .unreachable(_, .peerKeyRefused(let key)) = error,
                let node = nodes.first(where: { $0.transportKey == key })
            else { throw error }
            return try NodeConnection(to: node)
        }
    }

    private static let aNode = Phrase("node", "节点")
}
