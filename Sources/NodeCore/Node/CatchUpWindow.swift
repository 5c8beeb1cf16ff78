import Consensus
package import Ledger

/// Finalized blocks on their way here from several peers at once, to be executed in order.
///
/// ```
///  tip ──► [ executing ][ here ][ asked of B ][ asked of C ]  …  target
///          └───────────────── `width` runs ───────────────┘
/// ```
/// Nothing beyond the target is asked for, and the target is proven final: what peers claim is
/// never believed. A run ends with a finalization, so it proves itself before what lies below it
/// is here. A peer has one request at a time; one that is slow or sends nonsense is passed over.
///
/// Whoever answers says how long a run is, and runs may leave gaps and overlap. So what is kept has
/// a bound of its own (S11): the runs that begin nearest to the tip, which are executed first.
package struct CatchUpWindow {
    /// The most runs asked for, held and executed together; each fits one frame.
    package static let width = 4
    /// The most runs kept, whatever peers send.
    package static let keptLimit = 2 * width
    /// After which time without an answer another peer is asked the same, milliseconds.
    static let retryMs: UInt64 = 1_000
    /// After which time a silent peer is asked something else; its answer is welcome until then.
    static let patienceMs: UInt64 = 4_000
    /// How long a peer is passed over after nonsense, milliseconds.
    static let distrustMs: UInt64 = 30_000

    /// Blocks that follow each other, proven by the finalization of the last.
    package struct Run {
        let blocks: [CarriedHeader]
        let proof: Verified<QuorumProof>
        let source: PeerName

        /// Describes an answer whose links and proof were checked.
        package init(blocks: [CarriedHeader], proof: Verified<QuorumProof>, source: PeerName) {
            self.blocks = blocks
            self.proof = proof
            self.source = source
        }

        /// The heights, never empty.
        package var heights: ClosedRange<UInt64> {
            let first = blocks.first?.block.header.height ?? 0
            return first...max(first, blocks.last?.block.header.height ?? 0)
        }
    }

    /// A request under way.
    package struct Ask: Hashable {
        /// The first height that is asked for.
        package let fromHeight: UInt64
        /// Who is asked.
        package let peer: PeerName
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

    /// Wants nothing yet; an answer holds so many blocks at most.
    package init(blocksPerAnswer: Int) {
        limit = UInt64(blocksPerAnswer)
        stride = limit
    }

    /// Wants the blocks after `tip` up to a block that is proven final.
    package mutating func aim(at target: UInt64, after tip: UInt64) {
        self.target = target
        runs.removeAll { $0.heights.upperBound <= tip }
        asks.removeAll { $0.fromHeight <= tip }
    }

    /// What to ask of whom now; `done` is the height up to which blocks are here or executing.
    package mutating func requests(
        beyond done: UInt64,
        of peers: [PeerName],
        nowMs: UInt64
    ) -> [Ask] {
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
            guard hasRoom(for: next) else { break }
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
    package func wants(_ height: UInt64) -> Bool { asks.contains { $0.fromHeight == height } }

    /// Whether a peer is passed over: whatever it sends meanwhile is not worth a look.
    func isDistrusted(_ peer: PeerName, nowMs: UInt64) -> Bool {
        distrusted.contains { $0.peer == peer && nowMs < $0.untilMs }
    }

    /// How many runs are kept.
    package var keptCount: Int { runs.count }

    /// Keeps a run that proved itself, until its turn comes.
    ///
    /// When there are too many, the one furthest from the tip is dropped; it is asked for again
    /// once those before it were executed.
    package mutating func keep(_ run: Run) {
        asks.removeAll { $0.fromHeight == run.heights.lowerBound || $0.peer == run.source }
        let count = UInt64(run.blocks.count)
        stride = count < stride ? count : min(2 * stride, limit)
        runs.append(run)
        guard runs.count > Self.keptLimit, let furthest = furthestRun else { return }
        runs.remove(at: furthest)
    }

    /// Whether a run from a height on would be kept.
    private func hasRoom(for height: UInt64) -> Bool {
        guard runs.count >= Self.keptLimit, let furthest = furthestRun else { return true }
        return height < runs[furthest].heights.lowerBound
    }

    private var furthestRun: Int? {
        runs.indices.max { runs[$0].heights.lowerBound < runs[$1].heights.lowerBound }
    }

    /// Takes the run that goes on after the tip, and forgets those that end there or before.
    package mutating func next(after tip: UInt64) -> Run? {
        runs.removeAll { $0.heights.upperBound <= tip }
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
