/// Whether the chain goes on.
extension Consultation {
    /// This many views skipped in a row are no longer one leader that is away.
    private static let manySkippedViews: UInt64 = 3

    /// Quorum, progress, and the views that are given up.
    func agreement(_ best: NodeAnswer) -> [Diagnosis.Finding] {
        guard let progress else { return [] }
        var findings: [Diagnosis.Finding] = []
        if let quorum, !quorum.isReached {
            findings.append(.quorumLost(quorum, progress))
        } else if progress.isOverdue {
            findings.append(.stalled(progress, best))
        } else {
            findings.append(.running(progress))
        }
        if let quorum, quorum.isReached, !quorum.missing.isEmpty {
            findings.append(.weakened(quorum))
        }
        return findings + skippedViews
    }

    /// Views that go by without a block becoming final, as the node tells that saw most of them.
    private var skippedViews: [Diagnosis.Finding] {
        guard let answer = present.map(\.answer).max(by: { $0.skippedViews < $1.skippedViews }),
            answer.skippedViews >= Self.manySkippedViews
        else { return [] }
        var leaders: [Diagnosis.SkippedLeader] = []
        for name in answer.skippedLeaders where !leaders.contains(where: { $0.name == name }) {
            let count = answer.skippedLeaders.count { $0 == name }
            leaders.append(Diagnosis.SkippedLeader(name: name, count: count))
        }
        return [.skippingViews(count: answer.skippedViews, leaders: leaders)]
    }
}

// MARK: - One chain

extension Consultation {
    /// Nodes of another chain, and blocks that exclude each other.
    var chains: [Diagnosis.Finding] {
        let strangers = observations.compactMap { observation -> Diagnosis.Finding? in
            guard case .answered(let reply) = observation.outcome, reply.answer.chain != chain
            else { return nil }
            return .otherChain(node: observation.node, chain: reply.answer.chain, expected: chain)
        }
        return strangers + forks
    }

    /// The lowest height at which two nodes name different blocks.
    private var forks: [Diagnosis.Finding] {
        var branches: [UInt64: [Diagnosis.Branch]] = [:]
        for node in present {
            for (depth, block) in node.answer.recentBlocks.enumerated() {
                guard let height = node.answer.height.subtracting(depth) else { break }
                let known = branches[height, default: []].firstIndex { $0.block == block }
                if let known {
                    branches[height]?[known].nodes.append(node.node)
                } else {
                    branches[height, default: []].append(
                        Diagnosis.Branch(block: block, nodes: [node.node])
                    )
                }
            }
        }
        guard let height = branches.filter({ $0.value.count > 1 }).keys.min() else { return [] }
        return [.fork(height: height, branches: branches[height] ?? [])]
    }
}

extension UInt64 {
    fileprivate func subtracting(_ count: Int) -> UInt64? {
        let (difference, overflow) = subtractingReportingOverflow(UInt64(count))
        return overflow ? nil : difference
    }
}
