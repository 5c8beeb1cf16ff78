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

    /// The vote that the frame carries.
    func vote(in world: World) -> Vote? {
        guard kind == .vote,
            case .vote(let vote) = try? ConsensusMessage(
                decoding: bytes[...],
                chain: world.district.genesis.chain,
                validatorCount: world.setting.validators
            )
        else { return nil }
        return vote
    }
}

extension World {
    /// A vote that a liar signs with its own key.
    func forgedVote(_ statement: VoteStatement, by index: Int) -> Vote {
        let key = district.voteKeys[index].key.publicKey
        let signature = FakeKeys.sign(statement.toBeSigned(.p256), as: key)
        return Vote(statement: statement, signer: UInt64(index), signature: signature)
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
