import NodeCore
import TraceChecking

/// The traces of honest nodes, checked against the voting rules by the checker that real runs use.
struct TraceReview {
    private var checker = TraceChecker()

    /// Whether a seed is traced: one in four, since it costs time.
    static func isDue(seed: UInt64) -> Bool { seed.isMultiple(of: 4) }

    /// Takes a line of a node's trace.
    mutating func read(_ line: TraceLine, of process: SimulatedProcess) {
        guard !process.isByzantine else { return }
        checker.read(line.text, of: process.name)
    }

    /// Says at the end what was found.
    mutating func finish(in world: World) {
        for finding in checker.finish().findings {
            world.violate(
                "Trace \(finding.rule.rawValue)",
                "\(finding.node), line \(finding.line): \(finding.detail)"
            )
        }
    }
}
