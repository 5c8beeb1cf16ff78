package import Cryptography
package import Transport

/// A node that a client may talk to: where it answers, and the key that proves that it is the one.
package struct NodeAddress: Hashable, Sendable {
    /// The node's name, as the genesis has it.
    package let name: String
    /// Where its client port is.
    package let endpoint: Endpoint
    /// The key of its TLS certificate.
    package let transportKey: PublicKey

    /// Names a node.
    package init(name: String, endpoint: Endpoint, transportKey: PublicKey) {
        self.name = name
        self.endpoint = endpoint
        self.transportKey = transportKey
    }
}
