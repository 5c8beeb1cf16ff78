package import CBOR
package import Ledger

/// A leader's block header with everything a validator needs to vote on it, except the body.
///
/// Carrying the evidence is what keeps views from getting stuck: whoever can read a proposal can
/// judge it, whatever it missed before. After a long row of skipped views only the newest
/// nullifications fit; voters hold the others, or ask the leader for them.
///
/// Wire form: `[vote, [header / null, parent proof] / null, [* nullification]]`.
package struct BlockProposal: Hashable, Sendable {
    /// The most nullifications one proposal carries.
    package static let maximumNullifications = 64
    /// The most bytes a leader spends on them: half of a control frame.
    static let nullificationByteBudget = 128 << 10

    /// The leader's Notarize vote; it holds the header.
    package let vote: Vote
    /// The notarization or finalization of the parent; nil on the anchor of the epoch.
    ///
    /// When the last block of an epoch is proposed again, its own notarization.
    package let parentProof: QuorumProof?
    /// The nullifications of the views just before this one, ascending.
    package let nullifications: [QuorumProof]

    /// Assembles a proposal.
    package init(vote: Vote, parentProof: QuorumProof?, nullifications: [QuorumProof]) {
        self.vote = vote
        self.parentProof = parentProof
        self.nullifications = nullifications
    }

    /// The view proposed in.
    package var view: UInt64 { vote.statement.view }
    /// The block proposed; nil only if the vote is of another kind, which never verifies.
    package var block: HashedHeader? { vote.statement.block }
    /// The view of the parent; 0 for the anchor of the epoch.
    package var parentView: UInt64 { parentProof?.view ?? 0 }
}

// MARK: - Encoding

extension BlockProposal {
    /// Appends the wire form.
    package func encode(into writer: inout CBORWriter) {
        writer.array(3)
        vote.encode(into: &writer)
        if let parentProof { parentProof.encodeWithHeader(into: &writer) } else { writer.null() }
        writer.array(nullifications.count)
        for proof in nullifications { proof.encode(into: &writer) }
    }

    /// Reads a proposal; nothing is verified yet.
    package init(
        from reader: inout CBORReader,
        chain: ChainIdentity,
        validatorCount: Int
    ) throws(ConsensusError) {
        do { try reader.array(count: 3) } catch { throw .encoding(error) }
        do { vote = try Vote(from: &reader, chain: chain) } catch { throw .chain(error) }
        parentProof = try Self.parentProof(
            from: &reader,
            chain: chain,
            validatorCount: validatorCount
        )
        let count: Int
        do { count = try reader.array() } catch { throw .encoding(error) }
        guard count <= Self.maximumNullifications else {
            throw .tooMany(limit: Self.maximumNullifications, found: count)
        }
        var proofs: [QuorumProof] = []
        do {
            for _ in 0..<count {
                proofs.append(
                    try QuorumProof(
                        from: &reader,
                        block: nil,
                        chain: chain,
                        validatorCount: validatorCount
                    )
                )
            }
        } catch { throw .chain(error) }
        nullifications = proofs
    }

    private static func parentProof(
        from reader: inout CBORReader,
        chain: ChainIdentity,
        validatorCount: Int
    ) throws(ConsensusError) -> QuorumProof? {
        if reader.nextIsNull {
            do { try reader.null() } catch { throw .encoding(error) }
            return nil
        }
        do {
            return try QuorumProof(
                withHeaderFrom: &reader,
                chain: chain,
                validatorCount: validatorCount
            )
        } catch { throw .chain(error) }
    }
}
