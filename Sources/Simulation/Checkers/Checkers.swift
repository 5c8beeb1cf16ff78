import Consensus
import Ledger
import NodeCore

/// All that watches a world; each checker restates its property and shares no code with the engine.
struct Checkers {
    var agreement: AgreementChecker
    var votes: VoteChecker
    var durability = DurabilityChecker()
    var accusation = AccusationChecker()
    var bounds = BoundsChecker()
    /// How much of what is sent is looked at on the disk, in percent; it is the dearest check.
    var durabilityPercent: UInt64 = 100
    private let chain: ChainIdentity
    private var lastFrames: [Int: [UInt8]] = [:]
    private var random = RandomStream(seed: 0, concern: 9)

    init(_ district: District) {
        agreement = AgreementChecker(district.genesis)
        votes = VoteChecker(count: district.validatorCount)
        chain = district.genesis.chain
    }

    /// Looks at a node after each of its turns.
    mutating func observe(_ node: Node, of process: SimulatedProcess, in world: World) {
        guard !process.isByzantine else { return }
        agreement.check(node, of: process, in: world)
        bounds.check(node, of: process, in: world)
    }

    /// Looks at a frame as it leaves its process, whoever will hear it.
    mutating func see(_ frame: Frame, of process: SimulatedProcess, in world: World) {
        bounds.count(frame, of: process)
        guard frame.channel == .control, lastFrames[process.id] != frame.bytes else { return }
        lastFrames[process.id] = frame.bytes
        guard let epoch = try? ConsensusMessage.epoch(of: frame.bytes[...]),
            let message = try? ConsensusMessage(
                decoding: frame.bytes[...],
                chain: chain,
                validatorCount: votes.count(of: epoch)
            )
        else { return world.violate("Messages", "\(process.name) sent what nobody can read") }
        guard let vote = message.ownVote, world.isOwn(vote, of: process) else { return }
        let (known, proven) = (votes.violations.count, votes.notarizedCount)
        votes.check(vote, isCorrect: !process.isByzantine)
        for violation in votes.violations.dropFirst(known) { world.violations.append(violation) }
        if votes.notarizedCount > proven, let block = vote.statement.block {
            durability.check(notarized: block, in: world)
        }
        guard !process.isByzantine, random.chance(durabilityPercent) else { return }
        durability.check(vote, of: process, in: world)
    }
}

extension ConsensusMessage {
    /// The vote that a message is about, if it is about one.
    fileprivate var ownVote: Vote? {
        switch self {
        case .vote(let vote): vote
        case .proposal(let proposal): proposal.vote
        case .proof, .status, .proofRequest, .standingRequest, .standing: nil
        }
    }
}

extension World {
    /// Whether a vote is the sender's own; a peer that forgot its votes is shown them by others.
    func isOwn(_ vote: Vote, of process: SimulatedProcess) -> Bool {
        guard let epoch = Int(exactly: vote.statement.epoch), epoch < sets.count else {
            return false
        }
        let (set, index) = (sets[epoch].validators, Int(clamping: vote.signer))
        return index < set.count && set[index].name == process.name
    }

    /// A node is in an epoch: all must have the same validators there.
    func note(_ set: ValidatorSet, of process: SimulatedProcess) {
        guard let epoch = Int(exactly: set.epoch), epoch <= sets.count else { return }
        if epoch == sets.count {
            sets.append(set)
            checkers.votes.note(epoch: set.epoch, count: set.count)
        } else if sets[epoch] != set, !process.isByzantine {
            violate("G1 validators", "\(process.name) has other validators in epoch \(epoch)")
        }
    }
}
