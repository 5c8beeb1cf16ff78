import Consensus
import Ledger
import NodeCore

/// S11 and L6: what a node holds has bounds that nobody else moves, and a node that cannot move
/// sends no flood.
struct BoundsChecker {
    /// A node that neither leaves its view nor finalizes anything.
    private struct Standstill {
        var view: UInt64
        var height: UInt64
        var sinceMs: UInt64
        var frameCount = 0
        /// Frames that bring statements of clients to others, counted apart.
        var spreadCount = 0
    }

    private var standstills: [Int: Standstill] = [:]

    /// Votes of views this far ahead are kept.
    private static let viewsAhead: UInt64 = 16
    /// Early blocks of one peer.
    private static let earlyBlocks = 3
    /// Runs of blocks kept for later by a node that catches up.
    private static let keptRuns = 8
    /// Blocks in one answer to a node that catches up.
    private static let blocksPerAnswer = 1_000
    /// Blocks that a proof names before anybody has executed them.
    private static let slack = 32
    /// Frames to one peer in a second of standstill: status, its answer and what that repeats.
    private static let framesPerPeer = 40
    /// The kind byte of a bulk frame with statements.
    private static let statements: UInt8 = 0
    /// How often in a second of standstill each statement may be spread, the first time included.
    private static let spreadsPerSecond = 2

    /// A frame leaves a process.
    mutating func count(_ frame: Frame, of process: SimulatedProcess) {
        if frame.channel == .bulk, frame.bytes.dropFirst().first == Self.statements {
            standstills[process.id]?.spreadCount += 1
        } else {
            standstills[process.id]?.frameCount += 1
        }
    }

    /// Looks at an honest node after a turn.
    mutating func check(
        _ node: Node,
        of process: SimulatedProcess,
        in world: World
    ) {
        let load = node.load
        let peers = world.processCount - 1
        let views = Int(load.replica.undecidedViewCount + Self.viewsAhead)
        let newestView = Int(clamping: load.replica.newestView)
        let options = world.options
        let clients = world.setting.statements + Int(world.clerkRequests)
        let bounds: [(name: StaticString, found: Int, bound: Int)] = [
            ("rounds", load.replica.roundCount, views),
            ("views ahead", newestView, Int(node.view + Self.viewsAhead)),
            ("own votes", load.replica.unsyncedVoteCount, 3 * views),
            ("blocks", load.replica.blockCount, 2 * views + Self.slack),
            ("wanted blocks", load.wantedCount, load.replica.blockCount + views),
            ("early blocks", load.earlyCount, Self.earlyBlocks * peers),
            ("gatherings", load.gatheringCount, load.replica.blockCount + 1),
            ("runs kept", load.keptRunCount, Self.keptRuns),
            ("executed blocks", load.executedCount, 2 * views + Self.blocksPerAnswer),
            ("pooled statements", load.pooledCount, options.poolCount),
            ("pooled bytes", load.pooledByteCount, options.poolByteCount),
            ("checked bytes", load.checkedByteCount, (peers + 1) * options.checkedByteCount),
            ("waiting answers", load.waiterCount, clients),
            ("unwritten bytes", load.unwrittenByteCount, Self.unwritten(options)),
            ("awaited batches", load.awaitedBatchCount, 2),
        ]
        for bound in bounds where bound.found > bound.bound {
            world.violate(
                "S11 bounds",
                "\(process.name) holds \(bound.found) \(bound.name), the bound is \(bound.bound)"
            )
        }
        checkFrames(node, process, load, in: world)
    }

    /// What a full disk may hold up, and the blocks that were being executed then.
    private static func unwritten(_ options: NodeOptions) -> Int {
        options.unwrittenByteCount + 64 << 20
    }

    private mutating func checkFrames(
        _ node: Node,
        _ process: SimulatedProcess,
        _ load: NodeLoad,
        in world: World
    ) {
        let height = node.tip.header.height
        let known = standstills[process.id]
        if let known, known.view == node.view, known.height == height {
            guard world.nowMs >= known.sinceMs + 1_000 else { return }
            let peers = world.processCount - 1
            let seconds = Int(world.nowMs - known.sinceMs) / 1_000 + 1
            let bound = Self.framesPerPeer * peers * seconds * (1 + load.replica.roundCount)
            let work = world.setting.statements + Int(world.clerkRequests)
            let spreads = Self.spreadsPerSecond * peers * seconds * work
            if known.frameCount > bound || known.spreadCount > spreads {
                world.violate(
                    "L6 messages",
                    "\(process.name) sent \(known.frameCount) frames and spread statements by "
                        + "\(known.spreadCount) in \(seconds) s of standstill"
                )
            }
        }
        standstills[process.id] = Standstill(
            view: node.view,
            height: height,
            sinceMs: world.nowMs
        )
    }
}
