import Ledger

/// What a proposal stands on: the parent, its proof, and the proofs that the views since were
/// skipped.
struct ProposalFoundation: Sendable {
    /// The block to build on; the last block of its epoch is proposed again instead.
    let parent: HashedHeader
    /// The notarization or finalization of the parent; nil for the anchor of the epoch.
    let proof: Verified<QuorumProof>?
    /// The nullifications of the views between the parent's and the proposal's, ascending.
    let nullifications: [Verified<QuorumProof>]

    /// The newest nullifications, as many as the proposal can carry.
    func attachedNullifications(atMost limit: Int) -> [Verified<QuorumProof>] {
        var room = BlockProposal.nullificationByteBudget
        let newestFirst = nullifications.suffix(limit).reversed().prefix { proof in
            room -= proof.value.encoded.count
            return room >= 0
        }
        return newestFirst.reversed()
    }
}
