import Consensus
import Cryptography
import Ledger

/// S1, S9, G2 and G3 over all votes ever sent, however many of them were delivered.
///
/// It restates the rules on its own and shares no code with the sign gate.
struct VoteChecker: Sendable {
    private struct Sent: Sendable {
        let epoch: UInt64
        let view: UInt64
        let signer: UInt64
        let kind: VoteKind
        let block: HashedHeader?
    }

    private struct Slot: Hashable, Sendable {
        let epoch: UInt64
        let view: UInt64
    }

    private var votesBySlot: [Slot: [Sent]] = [:]
    /// Of each block a quorum voted for, the vote that completed it.
    private var notarized: [Sent] = []
    private var finalized: [Sent] = []
    /// The headers of all blocks that anybody voted for.
    private var headers: [Digest: BlockHeader] = [:]
    /// How many validate, by epoch; each epoch that is not named has as many as the one before.
    private var counts: [(epoch: UInt64, count: Int)]
    private(set) var violations: [Violation] = []
    /// How many blocks a quorum voted for, whether or not anybody knows.
    var notarizedCount: Int { notarized.count }

    /// A checker for sets whose quorum is n − f, whatever the replicas believe.
    init(count: Int) { counts = [(0, count)] }

    /// From an epoch on so many validate.
    mutating func note(epoch: UInt64, count: Int) {
        guard counts.last.map({ $0.epoch < epoch }) == true else { return }
        counts.append((epoch, count))
    }

    /// How many validate in an epoch.
    func count(of epoch: UInt64) -> Int { counts.last { $0.epoch <= epoch }?.count ?? 1 }

    private func quorum(of epoch: UInt64) -> Int {
        let count = count(of: epoch)
        return count - (count - 1) / 3
    }

    /// Checks a vote at the moment it leaves its node.
    mutating func check(_ vote: Vote, isCorrect: Bool) {
        let statement = vote.statement
        let slot = Slot(epoch: statement.epoch, view: statement.view)
        let sent = Sent(
            epoch: statement.epoch,
            view: statement.view,
            signer: vote.signer,
            kind: statement.kind,
            block: statement.block
        )
        let others = votesBySlot[slot] ?? []
        let own = others.filter { $0.signer == vote.signer }
        if own.contains(where: { $0.kind == sent.kind && $0.block == sent.block }) { return }
        if isCorrect { checkOwn(sent, against: own) }
        votesBySlot[slot] = others + [sent]
        if let block = sent.block { headers[block.hash] = block.header }
        checkQuorums(others + [sent])
        checkExtension(by: sent, among: others + [sent])
    }

    /// S1 and G3: no second statement of a kind, never Nullify and Finalize.
    private mutating func checkOwn(_ vote: Sent, against own: [Sent]) {
        for other in own {
            let isForbidden: Bool
            switch (vote.kind, other.kind) {
            case (.nullify, .finalize), (.finalize, .nullify): isForbidden = true
            case (let one, let two): isForbidden = one == two
            }
            guard isForbidden else { continue }
            violations.append(
                Violation(
                    "S1 equivocation",
                    "validator \(vote.signer) sent \(other.kind) and \(vote.kind)"
                        + " in view \(vote.view)"
                )
            )
        }
    }

    /// G2: at most one notarized block a view, and never a nullification beside a finalization.
    private mutating func checkQuorums(_ votes: [Sent]) {
        guard let newest = votes.last else { return }
        let quorum = quorum(of: newest.epoch)
        let isNullified = voters(votes) { $0.kind == .nullify } >= quorum
        let isFinalized = votes.contains { vote in
            vote.kind == .finalize
                && voters(votes) { $0.kind == .finalize && $0.block == vote.block } >= quorum
        }
        let rival = votes.first { vote in
            vote.kind == .notarize && newest.kind == .notarize && vote.block != newest.block
                && voters(votes) { $0.kind == .notarize && $0.block == vote.block } >= quorum
                && voters(votes) { $0.kind == .notarize && $0.block == newest.block } >= quorum
        }
        if rival != nil {
            violations.append(Violation("G2", "two blocks are notarized in view \(newest.view)"))
        }
        if isNullified && isFinalized {
            violations.append(Violation("G2", "view \(newest.view) is nullified and finalized"))
        }
    }

    /// G2: a block notarized in a later view than a final one descends from it.
    private mutating func checkExtension(by vote: Sent, among votes: [Sent]) {
        guard let block = vote.block,
            voters(votes, where: { $0.kind == vote.kind && $0.block == block })
                == quorum(of: vote.epoch)
        else { return }
        let rivals: [Sent]
        if vote.kind == .notarize {
            notarized.append(vote)
            checkEpoch(of: vote, block)
            // Whoever descends from the newest of them descends from all.
            let earlier = finalized.filter { $0.epoch == vote.epoch && $0.view < vote.view }
            rivals = earlier.max { $0.view < $1.view }.map { [$0] } ?? []
        } else {
            finalized.append(vote)
            rivals = notarized.filter { $0.epoch == vote.epoch && $0.view > vote.view }
        }
        let rival = rivals.first {
            vote.kind == .notarize ? isLeftOut($0, by: vote) : isLeftOut(vote, by: $0)
        }
        guard let rival else { return }
        violations.append(
            Violation(
                "G2",
                "views \(rival.view) and \(vote.view) notarized and finalized beside each other"
            )
        )
    }

    /// S9: in an epoch nobody builds on the block that ends it.
    private mutating func checkEpoch(of vote: Sent, _ block: HashedHeader) {
        let isBeyond = finalized.contains { final in
            guard let last = final.block?.header, final.epoch == vote.epoch else { return false }
            return last.validatorsHash != last.nextValidatorsHash
                && block.header.height > last.height
        }
        guard isBeyond else { return }
        violations.append(
            Violation("S9", "view \(vote.view) of epoch \(vote.epoch) is beyond its last block")
        )
    }

    private func isLeftOut(_ final: Sent, by later: Sent) -> Bool {
        guard let block = final.block, var header = later.block?.header else { return false }
        if later.block == block { return false }
        while header.height > block.header.height + 1 {
            // A block that nobody voted for has no known parent; its descendants are judged by G1.
            guard let parent = headers[header.parent] else { return false }
            header = parent
        }
        return header.height <= block.header.height || header.parent != block.hash
    }

    private func voters(_ votes: [Sent], where isCounted: (Sent) -> Bool) -> Int {
        var seen: [UInt64] = []
        for vote in votes where isCounted(vote) && !seen.contains(vote.signer) {
            seen.append(vote.signer)
        }
        return seen.count
    }
}
