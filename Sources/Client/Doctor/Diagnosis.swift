package import Console

/// What is the matter with a network, or that nothing is.
///
/// It follows from what the nodes said and from nothing else: nobody is asked here. What one node
/// says about another is believed only as far as nobody is blamed for it.
package struct Diagnosis: Hashable, Sendable {
    /// What was found, the worst first.
    package let findings: [Finding]
    /// How the validators stand; nil when no node of the chain answered.
    package let quorum: Quorum?
    /// How far the chain is; nil when no node of the chain answered.
    package let progress: Progress?

    /// Judges what came of asking the nodes of a chain, in their order.
    package init(of observations: [Observation], chain: String) {
        let consultation = Consultation(observations, chain: chain)
        quorum = consultation.quorum
        progress = consultation.progress
        let best = consultation.best
        let findings =
            consultation.chains
            + (best.map(consultation.agreement) ?? [.noAnswer])
            + consultation.silences
            + (best.map(consultation.nodes) ?? [])
        // A stable sort: findings of one weight stay in the order of the checks and nodes.
        self.findings = Severity.allCases.reversed().flatMap { severity in
            findings.filter { $0.severity == severity }
        }
    }

    /// What the shell is told: *bad* when something has to be done, *cannot tell* when no node of
    /// the chain answered.
    package var exitCode: ExitCode {
        if findings.contains(where: { $0.severity == .alarm && $0 != .noAnswer }) { return .bad }
        if findings.contains(.noAnswer) { return .cannotTell }
        return findings.contains { $0.severity > .notice } ? .bad : .good
    }
}

extension Diagnosis {
    /// How bad a finding is.
    package enum Severity: String, CaseIterable, Comparable, Sendable {
        /// As it should be.
        case good
        /// Worth knowing; nothing has to be done.
        case notice
        /// The chain goes on, and something has to be done.
        case warning
        /// The chain stands, or cannot be trusted.
        case alarm

        private var rank: Int {
            switch self {
            case .good: 0
            case .notice: 1
            case .warning: 2
            case .alarm: 3
            }
        }

        /// The milder one is less.
        package static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }
    }

    /// How far the chain is.
    package struct Progress: Hashable, Sendable {
        /// The height of the newest block that any node has.
        package let height: UInt64
        /// How long ago it was made, by the clock that most nodes agree on.
        package let agoMs: UInt64
        /// How long the node has been up that has been up longest.
        package let upMs: UInt64
        /// After how long an idle chain makes a block.
        package let heartbeatMs: UInt64
        /// Statements that wait for a block.
        package let waiting: UInt64

        /// How long a chain with something to do may take for a block: several views fit in.
        private static let patienceMs: UInt64 = 20_000

        /// Whether a block should have been there by now; nobody makes one while all are down.
        package var isOverdue: Bool {
            let waitedMs = min(agoMs, upMs)
            return waitedMs / 2 > heartbeatMs + Self.patienceMs / 4
                || waiting > 0 && waitedMs > Self.patienceMs
        }
    }
}
