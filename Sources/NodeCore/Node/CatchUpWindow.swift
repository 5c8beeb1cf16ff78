import Consensus
import Ledger

/// Finalized blocks on their way here from several peers at once, to be executed in order.
///
/// ```
///  tip ──► [ executing ][ here ][ asked of B ][ asked of C ]  …  target
///          └───────────────── `width` runs ───────────────┘
/// ```
/// Nothing beyond the target is asked for, and the target is proven final: what peers claim is
/// never believed. A run ends with a finalization, so it proves itself before what lies below it
/// is here. A peer has one request at a time; one that is slow or sends nonsense is passed over.
struct CatchUpWindow {
    /// The most runs asked for, held and executed together; each fits one frame.
    static let width = 4
    /// After which time without an answer another peer is asked the same, milliseconds.
    static let retryMs: UInt64 = 1_000
    /// After which time a silent peer is asked something else; its answer is welcome until then.
    static let patienceMs: UInt64 = 4_000
    /// How long a peer is passed over after nonsense, milliseconds.
    static let distrustMs: UInt64 = 30_000

    /// Blocks that follow each other, proven by the finalization of the last.
    struct Run {
        let blocks: [CarriedHeader]
        let proof: Verified<QuorumProof>
        let source: PeerName

        /// The heights, never empty.
        var heights: ClosedRange<UInt64> {
            let first = blocks.first?.block.header.height ?? 0
            return first...max(first, blocks.last?.block.header.height ?? 0)
        }
    }

    /// A request under way.
    struct Ask: Hashable {
        let fromHeight: UInt64
        let peer: PeerName
        let atMs: UInt64
    }

    private var target: UInt64 = 0
    private var asks: [Ask] = []
    private var runs: [Run] = []
    private var distrusted: [(peer: PeerName, untilMs: UInt64)] = []
    /// The most blocks that an answer holds.
    private let limit: UInt64
    /// How many blocks an answer is expected to hold.
    private var stride: UInt64

    init(blocksPerAnswer: Int) {
        limit = UInt64(blocksPerAnswer)
        stride = limit
    }

    /// Wants the blocks after `tip` up to a block that is proven final.
    mutating func aim(at target: UInt64, after tip: UInt64) {
        self.target = target
        runs.removeAll { $0.heights.upperBound <= tip }
        asks.removeAll { $0.fromHeight <= tip }
    }

    /// What to ask of whom now; `done` is the height up to which blocks are here or executing.
    mutating func requests(beyond done: UInt64, of peers: [PeerName], nowMs: UInt64) -> [Ask] {
        asks.removeAll { $0.atMs + Self.patienceMs <= nowMs }
        distrusted.removeAll { $0.untilMs <= nowMs }
        var free = peers.filter { peer in
            !asks.contains { $0.peer == peer } && !distrusted.contains { $0.peer == peer }
        }[...]
        var made: [Ask] = []
        var next = done + 1
        for _ in 0..<Self.width where next <= target {
            if let run = runs.first(where: { $0.heights.contains(next) }) {
                next = run.heights.upperBound + 1
                continue
            }
            let isUnderWay = asks.contains {
                $0.fromHeight == next && nowMs < $0.atMs + Self.retryMs
            }
            if !isUnderWay {
                guard let peer = free.popFirst() else { break }
                made.append(Ask(fromHeight: next, peer: peer, atMs: nowMs))
                asks.append(Ask(fromHeight: next, peer: peer, atMs: nowMs))
            }
            next += stride
        }
        return made
    }

    /// Whether an answer that begins at a height is waited for.
    func wants(_ height: UInt64) -> Bool { asks.contains { $0.fromHeight == height } }

    /// Whether a peer is passed over: whatever it sends meanwhile is not worth a look.
    func isDistrusted(_ peer: PeerName, nowMs: UInt64) -> Bool {
        distrusted.contains { $0.peer == peer && nowMs < $0.untilMs }
    }

    /// Keeps a run that proved itself, until its turn comes.
    mutating func keep(_ run: Run) {
        asks.removeAll { $0.fromHeight == run.heights.lowerBound || $0.peer == run.source }
        let count = UInt64(run.blocks.count)
        stride = count < stride ? count : min(2 * stride, limit)
        runs.append(run)
    }

    /// Takes the run that goes on after the tip.
    mutating func next(after tip: UInt64) -> Run? {
        guard let place = runs.firstIndex(where: { $0.heights.contains(tip + 1) }) else {
            return nil
        }
        return runs.remove(at: place)
    }

    /// Passes over a peer for a while, and asks others for what it was asked.
    mutating func distrust(_ peer: PeerName, nowMs: UInt64) {
        asks.removeAll { $0.peer == peer }
        runs.removeAll { $0.source == peer }
        distrusted.removeAll { $0.peer == peer }
        distrusted.append((peer, nowMs + Self.distrustMs))
    }
}
