import Consensus
import Ledger

/// A consensus message whose signatures were checked once, when it left, for all its receivers.
enum PeerMessage: Sendable {
    case proposal(VerifiedProposal)
    case vote(Verified<Vote>)
    case proof(Verified<QuorumProof>)
    case status(PeerStatus)
    case proofRequest(ProofRequest)

    /// Checks a message as its receivers would.
    init(_ message: ConsensusMessage, in epoch: Epoch) throws {
        switch message {
        case .proposal(let proposal): self = .proposal(try VerifiedProposal(proposal, in: epoch))
        case .vote(let vote): self = .vote(try Verified(vote, by: epoch.electorate))
        case .proof(let proof): self = .proof(try Verified(proof, by: epoch.electorate))
        case .status(let status): self = .status(status)
        case .proofRequest(let request): self = .proofRequest(request)
        }
    }

    /// The event its receiver sees.
    func event(from peer: UInt64) -> ReplicaEvent {
        switch self {
        case .proposal(let proposal): .proposalReceived(proposal, from: peer)
        case .vote(let vote): .voteReceived(vote, from: peer)
        case .proof(let proof): .proofReceived(proof, from: peer)
        case .status(let status): .statusReceived(status, from: peer)
        case .proofRequest(let request): .proofsRequested(request, from: peer)
        }
    }

    /// Words for the event log.
    var logWords: (kind: UInt64, view: UInt64) {
        switch self {
        case .proposal(let proposal): (1, proposal.view)
        case .vote(let vote): (2, vote.value.statement.view)
        case .proof(let proof): (3, proof.value.view)
        case .status(let status): (4, status.view)
        case .proofRequest(let request): (5, request.views.lowerBound)
        }
    }
}
