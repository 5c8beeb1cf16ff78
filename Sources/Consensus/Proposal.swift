package import CBOR
package import Ledger

/// A leader's block header with everything a validator needs to vote on it, except the body.
///
/// Carrying the evidence is what keeps views from getting stuck: whoever can read a proposal can
/// judge it, whatever it missed before.
///
/// Wire form: `[vote, [header / null, parent proof] / null, [* nullification]]`.
package struct Proposal: Hashable, Sendable, Verifiable {
    /// The most skipped views one proposal can prove.
    package static let maximumNullifications = 4_096

    /// The leader's Notarize vote; it holds the header.
    package let vote: Vote
    /// The notarization or finalization of the parent; nil on the anchor of the epoch.
    package let parentProof: QuorumProof?
    /// The nullifications of all views between the parent's and this one, ascending.
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

    /// Checks the leader's vote, the parent's proof and every nullification (rules N1, N4).
    package func verify(by epoch: Epoch) throws(ConsensusError) {
        guard vote.statement.kind == .notarize, let block,
            vote.signer == epoch.leader(of: view)
        else { throw .notFromLeader(view: view) }
        do { try vote.verify(by: epoch.electorate) } catch { throw .chain(error) }
        try verifyParent(of: block, in: epoch)
        try verifyNullifications(by: epoch.electorate)
    }

    private func verifyParent(
        of block: HashedHeader,
        in epoch: Epoch
    ) throws(ConsensusError) {
        guard let parentProof else {
            guard block.header.parent == epoch.anchor.hash else { throw .parentNotProven }
            return
        }
        guard parentProof.block?.hash == block.header.parent, parentProof.view < view else {
            throw .parentNotProven
        }
        do { try parentProof.verify(by: epoch.electorate) } catch { throw .chain(error) }
    }

    private func verifyNullifications(by electorate: Electorate) throws(ConsensusError) {
        var expected = parentView
        for proof in nullifications {
            expected += 1
            guard proof.kind == .nullify, proof.view == expected else {
                throw .missingNullification(view: expected)
            }
            do { try proof.verify(by: electorate) } catch { throw .chain(error) }
        }
        guard view > 0, expected == view - 1 else {
            throw .missingNullification(view: expected &+ 1)
        }
    }
}

// MARK: - Encoding

extension Proposal {
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
