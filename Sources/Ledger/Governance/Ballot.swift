package import CBOR
package import Cryptography

/// The payload of a `ballot` statement: a member's voice for or against a proposal.
///
/// Wire form: `[ entry of the proposal, approves ]`. The statement's subject is the entry in
/// hexadecimal, so that whoever looks for a proposal finds its ballots.
package struct Ballot: Hashable, Sendable {
    /// The entry of the proposal.
    package let proposal: Digest
    /// Whether the member is for it.
    package let approves: Bool

    /// Describes a ballot.
    package init(proposal: Digest, approves: Bool) {
        self.proposal = proposal
        self.approves = approves
    }

    /// The deterministic encoding: the statement's payload.
    package var encoded: [UInt8] {
        var writer = CBORWriter()
        writer.array(2)
        writer.byteString(proposal)
        writer.boolean(approves)
        return writer.bytes
    }

    /// Reads a whole payload.
    package init(decoding bytes: ArraySlice<UInt8>) throws(CBORError) {
        var reader = CBORReader(bytes)
        try reader.array(count: 2)
        proposal = try reader.digest()
        approves = try reader.boolean()
        try reader.finish()
    }
}
