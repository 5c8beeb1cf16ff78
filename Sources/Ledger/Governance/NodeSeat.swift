import CBOR
package import Cryptography

/// A node that is to vote, with the proof that its operator holds its voting key.
///
/// Wire form: `[ member, name, vote-key, transport-key, address / null, possession ]`.
package struct NodeSeat: Hashable, Sendable {
    /// The code of the member that runs the node.
    package let member: String
    /// The node's name.
    package let name: String
    /// The key that will sign its votes.
    package let voteKey: PublicKey
    /// The key of its transport certificate, to which peers pin the connection.
    package let transportKey: PublicKey
    /// Where its peers reach it, "host:port"; nil when their configurations say so.
    package let address: String?
    /// The signature of `KeyPossession` by the voting key.
    package let possession: Signature

    /// Describes a node with a proof made elsewhere.
    package init(
        member: String,
        name: String,
        voteKey: PublicKey,
        transportKey: PublicKey,
        address: String?,
        possession: Signature
    ) {
        self.member = member
        self.name = name
        self.voteKey = voteKey
        self.transportKey = transportKey
        self.address = address
        self.possession = possession
    }

    /// Describes a node and proves that its voting key is at hand.
    package init(
        member: String,
        name: String,
        voteKey: SigningKey,
        transportKey: PublicKey,
        address: String?,
        chain: ChainIdentity
    ) {
        let message = KeyPossession.message(
            member: member,
            node: name,
            voteKey: voteKey.publicKey,
            transportKey: transportKey,
            chain: chain
        )
        self.init(
            member: member,
            name: name,
            voteKey: voteKey.publicKey,
            transportKey: transportKey,
            address: address,
            possession: voteKey.sign(message)
        )
    }

    /// What the charter lists.
    var entry: NodeEntry {
        NodeEntry(
            name: name,
            member: member,
            voteKey: voteKey,
            transportKey: transportKey,
            address: address
        )
    }

    /// Refuses keys that lie on no curve, and a voting key that its proposer does not hold.
    func check(_ chain: ChainIdentity) throws(GovernanceViolation) {
        guard let key = try? VerificationKey(voteKey, suite: chain.suite),
            (try? VerificationKey(transportKey, suite: .p256)) != nil
        else { throw .keyNotOnCurve(of: name) }
        let message = KeyPossession.message(
            member: member,
            node: name,
            voteKey: voteKey,
            transportKey: transportKey,
            chain: chain
        )
        guard key.isValid(possession, for: message) else { throw .keyNotPossessed(of: name) }
    }

    func encode(into writer: inout CBORWriter) {
        writer.array(6)
        writer.text(member)
        writer.text(name)
        writer.byteString(voteKey)
        writer.byteString(transportKey)
        if let address { writer.text(address) } else { writer.null() }
        writer.byteString(possession)
    }

    init(from reader: inout CBORReader) throws(CBORError) {
        try reader.array(count: 6)
        member = try reader.text()
        name = try reader.text()
        voteKey = try reader.publicKey()
        transportKey = try reader.publicKey()
        if reader.nextIsNull {
            try reader.null()
            address = nil
        } else {
            address = try reader.text()
        }
        possession = try reader.signature()
    }
}
