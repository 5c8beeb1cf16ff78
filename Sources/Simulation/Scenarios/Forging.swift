import Consensus
import Cryptography
import Ledger
import NodeCore

/// What a message of the control connection is about, by its second byte.
enum MessageKind: UInt8 {
    case proposal, vote, proof, status, proofRequest
}

extension Frame {
    /// What the frame is about; nil on the bulk connection.
    var kind: MessageKind? {
        guard channel == .control, bytes.count > 1 else { return nil }
        return MessageKind(rawValue: bytes[1])
    }

    /// The frame with other bytes.
    func changed(_ change: (inout [UInt8]) -> Void) -> Frame {
        var frame = self
        if !frame.bytes.isEmpty { change(&frame.bytes) }
        return frame
    }

    /// What the frame says; nil on the bulk connection.
    func message(in world: World) -> ConsensusMessage? {
        guard channel == .control, let epoch = try? ConsensusMessage.epoch(of: bytes[...]) else {
            return nil
        }
        return try? ConsensusMessage(
            decoding: bytes[...],
            chain: world.district.genesis.chain,
            validatorCount: world.checkers.votes.count(of: epoch)
        )
    }

    /// The vote that the frame carries.
    func vote(in world: World) -> Vote? {
        guard kind == .vote, case .vote(let vote) = message(in: world) else { return nil }
        return vote
    }

    /// The vote that the frame carries alone or in a proposal, if it is the sender's own.
    func ownVote(in world: World) -> Vote? {
        let vote: Vote
        switch message(in: world) {
        case .vote(let found): vote = found
        case .proposal(let proposal): vote = proposal.vote
        default: return nil
        }
        return world.isOwn(vote, of: world.processes[sender]) ? vote : nil
    }
}

extension World {
    /// A vote that a liar signs with its own key, as itself or in the name of another.
    func forgedVote(
        _ statement: VoteStatement,
        by index: Int,
        inNameOf signer: Int? = nil
    ) -> Vote {
        let (key, message) = (district.voteKeys[index], statement.toBeSigned(.p256))
        let signature =
            setting.usesRealKeys
            ? key.sign(message) : FakeKeys.sign(message, as: key.key.publicKey)
        return Vote(
            statement: statement,
            signer: UInt64(signer ?? index),
            signature: signature
        )
    }

    /// The same signatures under statements that they were not made for: a vote to notarize as
    /// one to finalize, and what an earlier epoch stated as a statement of this one.
    func relabelled(_ proof: QuorumProof) -> [QuorumProof] {
        let epoch = validators.epoch
        var statements: [VoteStatement] = []
        if var header = proof.block?.header {
            if proof.kind == .notarize {
                statements.append(.finalize(HashedHeader(header, suite: .p256), view: proof.view))
            }
            header.epoch = epoch
            header.chainID = district.genesis.chainID
            statements.append(.finalize(HashedHeader(header, suite: .p256), view: proof.view))
        } else {
            let chainID = district.genesis.chainID
            statements.append(.nullify(chainID: chainID, epoch: epoch, view: proof.view))
        }
        return statements.filter { $0 != proof.statement }.map { statement in
            QuorumProof(
                statement: statement,
                signers: proof.signers,
                signatures: proof.signatures
            )
        }
    }

    /// Votes of the same view that the vote forbids.
    func contradictions(of vote: Vote, by index: Int) -> [Vote] {
        let statement = vote.statement
        let nullify = VoteStatement.nullify(
            chainID: statement.chainID,
            epoch: statement.epoch,
            view: statement.view
        )
        guard let block = statement.block else { return [] }
        return [nullify, .finalize(block, view: statement.view)].map { forgedVote($0, by: index) }
    }

    /// Sends everyone a message that no honest node would send.
    func inject(_ message: ConsensusMessage, from sender: Int) {
        for receiver in processes.indices where receiver != sender {
            inject(
                Frame(
                    channel: .control,
                    sender: sender,
                    receiver: receiver,
                    bytes: message.encoded
                )
            )
        }
    }

    /// The latest time of a final tip, milliseconds since 1970.
    var tipTimeMs: UInt64 {
        honest.compactMap { $0.node?.tip.header.timeMs }.max() ?? 0
    }
}
