import NodeCore

/// What is the matter with single nodes.
extension Consultation {
    /// Nodes that gave no answer.
    var silences: [Diagnosis.Finding] {
        observations.compactMap { observation in
            guard case .silent(let silence) = observation.outcome else { return nil }
            return .silent(
                node: observation.node,
                silence,
                heardAgoMs: heardAgoMs(observation.node)
            )
        }
    }

    /// What the nodes that answered have, one after the other; then what is between them.
    func nodes(_ best: NodeAnswer) -> [Diagnosis.Finding] {
        present.flatMap { ailments(of: $0, best) } + clocks + accusations(best) + links(best)
    }

    private func ailments(of node: Present, _ best: NodeAnswer) -> [Diagnosis.Finding] {
        let answer = node.answer
        var findings: [Diagnosis.Finding] = []
        switch answer.abstains {
        case nil, .observer: break
        case .halted:
            findings.append(
                answer.halt.map { .halted(node: node.node, $0) }
                    ?? .abstains(node: node.node, .halted)
            )
        case .recovering:
            findings.append(
                answer.recovery.map { .recovering(node: node.node, $0) }
                    ?? .abstains(node: node.node, .recovering)
            )
        case .diskFull: findings.append(.diskFull(node: node.node, answer.room))
        case .some(let reason): findings.append(.abstains(node: node.node, reason))
        }
        if isBehind(answer, best) {
            findings.append(.behind(node: node.node, answer, best: best.height))
        }
        return findings
    }

    /// Clocks that others would refuse blocks over, beyond what the asking itself may have cost.
    private var clocks: [Diagnosis.Finding] {
        let common = clockMs
        let nodes = present.compactMap { node -> Diagnosis.Finding? in
            guard let ahead = node.aheadMs else { return nil }
            let difference = ahead - common
            guard difference.magnitude > Node.clockToleranceMs + node.uncertaintyMs else {
                return nil
            }
            return .clock(node: node.node, aheadMs: difference)
        }
        guard common.magnitude > Node.clockToleranceMs else { return nodes }
        return nodes + [.ownClock(aheadMs: -common)]
    }

    /// The newest accusation of each validator that any node tells of.
    private func accusations(_ best: NodeAnswer) -> [Diagnosis.Finding] {
        var newest: [NodeAnswer.Accusation] = []
        for accusation in present.flatMap(\.answer.accusations) {
            guard let known = newest.firstIndex(where: { $0.validator == accusation.validator })
            else {
                newest.append(accusation)
                continue
            }
            let (old, new) = (newest[known], accusation)
            let isNewer = (old.epoch, old.view) < (new.epoch, new.view)
            let isSame = (old.epoch, old.view) == (new.epoch, new.view)
            if isNewer || isSame && old.leafIndex == nil { newest[known] = new }
        }
        return newest.map { .accused($0, isOfThisEpoch: $0.epoch == best.epoch) }
    }

    /// Validators that both answer and are not connected to each other.
    private func links(_ best: NodeAnswer) -> [Diagnosis.Finding] {
        let names = best.voters.map(\.name)
        let answered = names.filter { answer(of: $0) != nil }
        var missing: [Diagnosis.Link] = []
        for (index, one) in answered.enumerated() {
            for other in answered[(index + 1)...]
            where answer(of: one)?.peersUp.contains(other) == false
                || answer(of: other)?.peersUp.contains(one) == false
            {
                missing.append(Diagnosis.Link(one: one, other: other))
            }
        }
        return missing.isEmpty ? [] : [.unlinked(missing)]
    }
}
