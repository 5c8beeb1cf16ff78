package import NodeCore

extension Diagnosis {
    /// One thing that was found.
    package enum Finding: Hashable, Sendable {
        /// Blocks become final as they should.
        case running(Progress)
        /// Too few validators vote: nothing can be decided.
        case quorumLost(Quorum, Progress)
        /// Enough validators vote, and some are missing.
        case weakened(Quorum)
        /// A quorum votes and no block becomes final; the answer is that of the furthest node.
        case stalled(Progress, NodeAnswer)
        /// Views are given up one after the other.
        case skippingViews(count: UInt64, leaders: [SkippedLeader])
        /// A node serves another chain.
        case otherChain(node: String, chain: String, expected: String)
        /// Nodes have different blocks at one height.
        case fork(height: UInt64, branches: [Branch])
        /// A node's replica refuses to go on.
        case halted(node: String, NodeAnswer.Halt)
        /// A validator lost its journal and asks the others how far it may have voted.
        case recovering(node: String, NodeAnswer.Recovery)
        /// A validator answers and does not vote.
        case abstains(node: String, Abstention)
        /// A node has no room for more blocks.
        case diskFull(node: String, NodeAnswer.Room)
        /// A node does not answer.
        case silent(node: String, Observation.Silence, heardAgoMs: UInt64?)
        /// A node lacks blocks that others have.
        case behind(node: String, NodeAnswer, best: UInt64)
        /// A node's clock is wrong by the others'.
        case clock(node: String, aheadMs: Int64)
        /// The clock of this machine is wrong by the nodes'.
        case ownClock(aheadMs: Int64)
        /// A validator contradicted itself.
        case accused(NodeAnswer.Accusation, isOfThisEpoch: Bool)
        /// Validators are not connected to each other.
        case unlinked([Link])
        /// No node of the chain answered.
        case noAnswer
    }

    /// A validator whose views were given up.
    package struct SkippedLeader: Hashable, Sendable {
        /// Its name.
        package let name: String
        /// How many of its views.
        package let count: Int
    }

    /// One of several blocks at a height.
    package struct Branch: Hashable, Sendable {
        /// The hash of its header, as hexadecimal text.
        package let block: String
        /// The nodes that have it.
        package var nodes: [String]
    }

    /// Two validators that should be connected.
    package struct Link: Hashable, Sendable {
        /// The one that comes first in the set.
        package let one: String
        /// The other.
        package let other: String
    }
}

extension Diagnosis.Finding {
    /// The stable code.
    package var code: String {
        switch self {
        case .running: "doctor.running"
        case .quorumLost: "doctor.quorumLost"
        case .weakened: "doctor.weakened"
        case .stalled: "doctor.stalled"
        case .skippingViews: "doctor.skippingViews"
        case .otherChain: "doctor.otherChain"
        case .fork: "doctor.fork"
        case .halted: "doctor.halted"
        case .recovering: "doctor.recovering"
        case .abstains(_, let reason): "doctor.\(reason.rawValue)"
        case .diskFull: "doctor.diskFull"
        case .silent: "doctor.silent"
        case .behind: "doctor.behind"
        case .clock: "doctor.clock"
        case .ownClock: "doctor.ownClock"
        case .accused: "doctor.accused"
        case .unlinked: "doctor.unlinked"
        case .noAnswer: "doctor.noAnswer"
        }
    }

    /// How bad it is.
    package var severity: Diagnosis.Severity {
        switch self {
        case .running: .good
        case .ownClock: .notice
        case .behind(_, let answer, _): answer.isCatchingUp ? .notice : .warning
        case .accused(_, let isOfThisEpoch): isOfThisEpoch ? .warning : .notice
        case .weakened, .skippingViews, .recovering, .abstains, .diskFull, .silent, .clock,
            .unlinked:
            .warning
        case .quorumLost, .stalled, .otherChain, .fork, .halted, .noAnswer: .alarm
        }
    }

    /// The nodes that it is about.
    package var nodes: [String] {
        switch self {
        case .running, .stalled, .ownClock, .noAnswer: []
        case .quorumLost(let quorum, _), .weakened(let quorum): quorum.missing.map(\.name)
        case .skippingViews(_, let leaders): leaders.map(\.name)
        case .fork(_, let branches): branches.flatMap(\.nodes)
        case .accused(let accusation, _): [accusation.validator]
        case .unlinked(let links): links.flatMap { [$0.one, $0.other] }
        case .otherChain(let node, _, _), .halted(let node, _), .recovering(let node, _),
            .abstains(let node, _), .diskFull(let node, _), .silent(let node, _, _),
            .behind(let node, _, _), .clock(let node, _):
            [node]
        }
    }
}
