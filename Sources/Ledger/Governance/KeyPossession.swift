import CBOR
package import Cryptography

/// The proof that whoever proposes a voting key holds its private half.
///
/// It is a COSE signature (RFC 9052 §4.4) by the key itself, with empty external data:
///
///     [ "Signature1", << { 1: alg, 16: "application/lianzheng-possession", -70000: chain-id } >>,
///       h'', << [ member, node, vote-key, transport-key ] >> ]
///
/// The type is no statement's and no vote's, so that one can never be taken for another.
package enum KeyPossession {
    private static let type = "application/lianzheng-possession"

    /// The bytes that the voting key signs.
    package static func message(
        member: String,
        node: String,
        voteKey: PublicKey,
        transportKey: PublicKey,
        chain: ChainIdentity
    ) -> [UInt8] {
        var header = CBORWriter()
        header.map(3)
        header.integer(1)
        header.integer(chain.suite.signatureAlgorithm)
        header.integer(16)
        header.text(type)
        header.integer(-70_000)
        header.byteString(chain.id)
        var payload = CBORWriter()
        payload.array(4)
        payload.text(member)
        payload.text(node)
        payload.byteString(voteKey)
        payload.byteString(transportKey)
        var message = CBORWriter()
        message.array(4)
        message.text("Signature1")
        message.byteString(header.bytes)
        message.byteString([])
        message.byteString(payload.bytes)
        return message.bytes
    }
}
