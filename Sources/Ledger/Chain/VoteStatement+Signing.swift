import CBOR
package import Cryptography

/// The bytes a vote signs: a COSE `Sig_structure` (RFC 9052 §4.4) with empty external data.
///
/// A finalize vote is an RFC 9942 receipt over the history tree: its payload is the tree root and
/// its protected header has label 395. The other votes have no label 395 and an empty payload, so
/// that none of them can be taken for a receipt.
extension VoteStatement {
    /// COSE and private labels of the protected headers.
    private enum Label {
        static let algorithm: Int64 = 1
        static let claims: Int64 = 15
        static let type: Int64 = 16
        static let verifiableDataStructure: Int64 = 395
        static let chain: Int64 = -70_000
        static let vote: Int64 = -70_001
    }

    /// The `typ` of notarize and nullify votes.
    package static let voteType = "application/lianzheng-vote"

    /// The encoded protected header; for finalize votes it is the receipt's, byte for byte.
    package func protectedHeader(_ suite: Suite) -> [UInt8] {
        var writer = CBORWriter(capacity: 320)
        writer.map(4)
        writer.integer(Label.algorithm)
        writer.integer(suite.signatureAlgorithm)
        if kind == .finalize, let header = block?.header {
            writer.integer(Label.claims)
            writer.map(3)
            writer.integer(1)
            writer.text("urn:lianzheng:" + chainID.hexadecimal)
            writer.integer(2)
            writer.text("block/\(header.height)")
            writer.integer(6)
            writer.unsigned(header.timeSeconds)
            writer.integer(Label.verifiableDataStructure)
            writer.integer(suite.verifiableDataStructure)
        } else {
            writer.integer(Label.type)
            writer.text(Self.voteType)
            writer.integer(Label.chain)
            writer.byteString(chainID)
        }
        writer.integer(Label.vote)
        encodeVoteClaim(into: &writer)
        return writer.bytes
    }

    /// The payload: the tree root for finalize votes, otherwise nothing.
    package var payload: [UInt8] {
        guard kind == .finalize, let header = block?.header else { return [] }
        return header.treeRoot.bytes
    }

    /// The bytes every signer of this statement signs.
    package func toBeSigned(_ suite: Suite) -> [UInt8] {
        var writer = CBORWriter(capacity: 400)
        writer.array(4)
        writer.text("Signature1")
        writer.byteString(protectedHeader(suite))
        writer.byteString([])
        writer.byteString(payload)
        return writer.bytes
    }

    /// Appends `[epoch, view, kind, ? header-hash]`.
    private func encodeVoteClaim(into writer: inout CBORWriter) {
        writer.array(block == nil ? 3 : 4)
        writer.unsigned(epoch)
        writer.unsigned(view)
        writer.text(kind.rawValue)
        if let block { writer.byteString(block.hash) }
    }
}
