import Consensus
import Ledger

/// S1, G2 and G3 over all votes ever sent, however many of them were delivered.
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

    /// G2: a block notarized in a later view than a final one is higher; it extends it.
    private mutating func checkExtension(by vote: Sent, among votes: [Sent]) {
        guard let block = vote.block,
            voters(votes, where: { $0.kind == vote.kind && $0.block == block })
                == quorum(of: vote.epoch)
        else { return }
        let rivals: [Sent]
        if vote.kind == .notarize {
            notarized.append(vote)
            rivals = finalized.filter { isLeftOut($0, by: vote) }
        } else {
            finalized.append(vote)
            rivals = notarized.filter { isLeftOut(vote, by: $0) }
        }
        guard let rival = rivals.first else { return }
        violations.append(
            Violation(
                "G2",
                "views \(rival.view) and \(vote.view) notarized and finalized beside each other"
            )
        )
    }

    private func isLeftOut(_ final: Sent, by later: Sent) -> Bool {
        guard let block = final.block, let other = later.block else { return false }
        return later.epoch == final.epoch && later.view > final.view
            && other.header.height <= block.header.height
    }

    private func voters(_ votes: [Sent], where isCounted: (Sent) -> Bool) -> Int {
        var seen: [UInt64] = []
        for vote in votes where isCounted(vote) && !seen.contains(vote.signer) {
            seen.append(vote.signer)
        }
        return seen.count
    }
}
