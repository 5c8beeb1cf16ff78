import Cryptography
import Ledger
import Merkle

/// The executed blocks above the finalized tip, with what the ledger's state does not keep.
struct BlockTree {
    /// One executed block and its statements.
    struct Placed {
        let block: HashedHeader
        let statements: [PlacedStatement]
        /// The right edge of the history tree after the block.
        let history: Frontier
    }

    /// The state after the finalized tip and after each executed block.
    private(set) var state: LedgerState
    /// The finalized tip.
    private(set) var tip: HashedHeader
    private var placed: [Digest: Placed] = [:]

    /// The executed blocks above the tip.
    var count: Int { placed.count }

    init(state: LedgerState, tip: HashedHeader) {
        self.state = state
        self.tip = tip
    }

    /// The header of the tip or of an executed block.
    func header(_ hash: Digest) -> HashedHeader? {
        hash == tip.hash ? tip : placed[hash]?.block
    }

    /// The right edge of the history tree after the tip or an executed block.
    func history(at hash: Digest) -> Frontier? {
        hash == tip.hash ? state.finalized.history : placed[hash]?.history
    }

    /// The statements of the unfinalized blocks from above the tip up to `hash`.
    func entries(upTo hash: Digest) -> Set<Digest> {
        var entries: Set<Digest> = []
        var current = hash
        while let block = placed[current] {
            entries.formUnion(block.statements.map(\.entry))
            current = block.block.header.parent
        }
        return entries
    }

    /// The statements of all unfinalized blocks, on whichever branch.
    var unfinalEntries: Set<Digest> {
        // The order in which a dictionary is walked does not show in a set.
        placed.values.reduce(into: []) { $0.formUnion($1.statements.map(\.entry)) }
    }

    /// Keeps an executed block, so that others can be executed after it.
    mutating func insert(
        _ executed: ExecutedBlock,
        _ block: HashedHeader,
        _ statements: [PlacedStatement]
    ) {
        guard var history = history(at: block.header.parent) else {
            preconditionFailure("a block was executed on a parent that is not at hand")
        }
        for leafHash in executed.leafHashes { history.append(leafHash: leafHash) }
        state.adopt(executed)
        placed[block.hash] = Placed(block: block, statements: statements, history: history)
    }

    /// Makes the child of the tip with this hash the tip, and drops what does not descend from it.
    mutating func finalize(_ hash: Digest) -> Placed {
        guard let block = placed[hash], block.block.header.parent == tip.hash,
            (try? state.finalize(hash)) != nil
        else { preconditionFailure("a finalized block was executed on the tip") }
        tip = block.block
        placed = placed.filter { $0.key != hash && state.header(of: $0.key) != nil }
        return block
    }
}

/// A statement of a block: its bytes and what checking it established.
struct PlacedStatement: Sendable {
    let carried: Submission
    let checked: CheckedStatement

    var entry: Digest { checked.entry }
}
