package import Cryptography

/// A node of the network as the genesis registers it.
package struct NodeEntry: Hashable, Sendable {
    /// The node's name, unique in the network.
    package let name: String
    /// The code of the member that runs it.
    package let member: String
    /// The key that signs the node's votes; a node that has one is a validator of epoch 0.
    package let voteKey: PublicKey?
    /// The key of its TLS certificate, to which its peers pin the connection.
    package let transportKey: PublicKey

    /// Where its peers reach it, "host:port"; nil when their configurations say so.
    package let address: String?

    /// Describes a node; `voteKey` makes it a validator.
    package init(
        name: String,
        member: String,
        voteKey: PublicKey?,
        transportKey: PublicKey,
        address: String? = nil
    ) {
        self.address = address
        self.name = name
        self.member = member
        self.voteKey = voteKey
        self.transportKey = transportKey
    }

    /// Whether the node votes.
    package var isValidator: Bool { voteKey != nil }
}
