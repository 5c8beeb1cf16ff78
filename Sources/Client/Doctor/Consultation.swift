import NodeCore

/// What the nodes said, put side by side.
struct Consultation {
    /// A node of the chain that answered.
    struct Present {
        let node: String
        let reply: Observation.Reply

        var answer: NodeAnswer { reply.answer }
        /// When the node looked at its clock, by the clock of whoever asked.
        var middleMs: UInt64 { reply.askedMs + (reply.answeredMs - reply.askedMs) / 2 }
        /// How far the node's clock is ahead of that clock; nil when it did not say.
        var aheadMs: Int64? {
            answer.nowMs.map { nowMs in
                let aheadMs = Int64(clamping: nowMs) - Int64(clamping: middleMs)
                return min(max(aheadMs, -Self.farthestMs), Self.farthestMs)
            }
        }
        /// A clock may say anything; beyond this it makes no difference.
        private static let farthestMs: Int64 = 1 << 60
        /// Half the time that the answer took: what the above may be wrong by.
        var uncertaintyMs: UInt64 { (reply.answeredMs - reply.askedMs) / 2 + 1 }
    }

    /// A node whose message came this recently is up: status goes round every second.
    static let heardRecentlyMs: UInt64 = 5_000
    /// A node that is this many blocks and this much time behind is no longer just slow to hear.
    static let blocksBehind: UInt64 = 3
    static let behindMs: UInt64 = 5_000

    let chain: String
    let observations: [Observation]
    /// The nodes of the chain that answered, in the order in which they were asked.
    let present: [Present]

    init(_ observations: [Observation], chain: String) {
        self.observations = observations
        self.chain = chain
        present = observations.compactMap { observation in
            guard case .answered(let reply) = observation.outcome, reply.answer.chain == chain
            else { return nil }
            return Present(node: observation.node, reply: reply)
        }
    }

    /// The answer of the node that is furthest; of equals the first validator's.
    var best: NodeAnswer? {
        let furthest = present.map(\.answer).max { $0.height < $1.height }?.height
        let answers = present.map(\.answer).filter { $0.height == furthest }
        return answers.first { $0.abstains != .observer } ?? answers.first
    }

    /// The answer of a node of this name.
    func answer(of name: String) -> NodeAnswer? { present.first { $0.node == name }?.answer }

    /// How long ago any other node heard this one last.
    func heardAgoMs(_ name: String) -> UInt64? {
        present.filter { $0.node != name }
            .compactMap { $0.answer.voters.first { $0.name == name }?.heardAgoMs }.min()
    }

    /// How far a node's clock is ahead of this machine's, as most of them have it; this machine's
    /// clock is one of those asked.
    var clockMs: Int64 {
        let offsets = ([0] + present.compactMap(\.aheadMs)).sorted()
        return offsets[offsets.count / 2]
    }

    /// How far the chain is.
    var progress: Diagnosis.Progress? {
        guard let best, let node = present.first(where: { $0.answer == best }) else { return nil }
        let now = Int64(clamping: node.middleMs) + clockMs
        return Diagnosis.Progress(
            height: best.height,
            agoMs: UInt64(max(0, now - Int64(clamping: best.tipTimeMs))),
            upMs: present.compactMap(\.answer.upMs).max() ?? .max,
            heartbeatMs: best.heartbeatMs,
            waiting: present.map(\.answer.waiting).max() ?? 0
        )
    }

    /// Whether a node lacks blocks that others have had for a while.
    func isBehind(_ answer: NodeAnswer, _ best: NodeAnswer) -> Bool {
        best.height >= answer.height + Self.blocksBehind
            && best.tipTimeMs >= answer.tipTimeMs + Self.behindMs
    }

    /// How the validators of the newest epoch stand.
    var quorum: Diagnosis.Quorum? {
        guard let best else { return nil }
        var voting: [String] = []
        var missing: [Diagnosis.Quorum.Missing] = []
        for name in best.voters.map(\.name) {
            let heard = heardAgoMs(name)
            if let reason = reasonMissing(name, heard, best) {
                missing.append(
                    Diagnosis.Quorum.Missing(name: name, reason: reason, heardAgoMs: heard)
                )
            } else {
                voting.append(name)
            }
        }
        return Diagnosis.Quorum(voting: voting, missing: missing)
    }

    /// Why a validator's vote does not count; nil when it does, as far as anybody can see.
    private func reasonMissing(
        _ name: String,
        _ heardAgoMs: UInt64?,
        _ best: NodeAnswer
    ) -> Diagnosis.Quorum.Missing.Reason? {
        guard let answer = answer(of: name) else {
            return heardAgoMs.map { $0 > Self.heardRecentlyMs } ?? true ? .silent : nil
        }
        // What a node of an earlier epoch says of its place there is not about this one.
        if let reason = answer.abstains, reason != .observer || answer.epoch == best.epoch {
            return .abstains(reason)
        }
        return isBehind(answer, best) ? .behind : nil
    }
}
