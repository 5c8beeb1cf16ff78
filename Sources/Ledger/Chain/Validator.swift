package import CBOR
package import Cryptography

/// A member's node that votes.
package struct Validator: Hashable, Sendable {
    /// The longest member identifier or name, in bytes of UTF-8.
    package static let maximumTextBytes = 256

    /// The member that answers for the node, as in statements (`urn:uscc:…`).
    package let member: String
    /// The key its votes verify with, on the curve of the chain's suite.
    package let voteKey: PublicKey
    /// The P-256 key its transport certificate carries.
    package let transportKey: PublicKey
    /// What people call the node.
    package let name: String

    /// Describes a validator.
    package init(member: String, voteKey: PublicKey, transportKey: PublicKey, name: String) {
        self.member = member
        self.voteKey = voteKey
        self.transportKey = transportKey
        self.name = name
    }

    /// Appends `[member, vote-key, transport-key, name]`.
    package func encode(into writer: inout CBORWriter) {
        writer.array(4)
        writer.text(member)
        writer.byteString(voteKey)
        writer.byteString(transportKey)
        writer.text(name)
    }

    /// Reads `[member, vote-key, transport-key, name]`.
    package init(from reader: inout CBORReader) throws(CBORError) {
        try reader.array(count: 4)
        member = try Self.text(from: &reader)
        voteKey = try reader.publicKey()
        transportKey = try reader.publicKey()
        name = try Self.text(from: &reader)
    }

    private static func text(from reader: inout CBORReader) throws(CBORError) -> String {
        let start = reader.position
        let text = try reader.text()
        guard text.utf8.count <= maximumTextBytes else { throw .tooLong(at: start) }
        return text
    }
}
