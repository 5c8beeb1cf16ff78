/// What one node knows in one epoch of one life, as its trace shows it.
struct Life {
    /// An executed block and the batch that carries it to the disk.
    struct Ready {
        let block: Block
        let isTimely: Bool
        let batch: UInt64
    }

    let beginning: Beginning
    /// No vote at this view or below; nil while a lost journal leaves it unknown.
    var floor: UInt64?
    private(set) var view: UInt64
    private(set) var tipView: UInt64
    private(set) var tip: Block
    var delivered: Block
    private(set) var notarizations: [UInt64: Block] = [:]
    private(set) var nullifications: Set<UInt64> = []
    private var proposals: [UInt64: String] = [:]
    private var ready: [String: Ready] = [:]
    private var taken: [Statement: Set<UInt64>] = [:]
    var durableSequence: UInt64 = 0
    var durableBatch: UInt64 = 0
    var floors: [(view: UInt64, sequence: UInt64)] = []
    var isHalted = false
    var hasEnded = false

    init(_ beginning: Beginning) {
        self.beginning = beginning
        floor = beginning.floor
        view = beginning.view
        tipView = beginning.tipView
        tip = beginning.tip
        delivered = beginning.delivered
        for proof in beginning.proofs { learn(proof.statement) }
        view = beginning.view
    }

    /// The least count of different signers of a proof: n − f.
    var quorum: Int {
        let n = Int(clamping: beginning.n)
        return n - (n - 1) / 3
    }

    /// Takes in what a proof states; only proofs move the view.
    mutating func learn(_ statement: Statement) {
        guard statement.view > tipView else { return }
        switch (statement.kind, statement.block) {
        case (.nullify, _): nullifications.insert(statement.view)
        case (.notarize, let block?): notarizations[statement.view] = block
        case (.finalize, let block?): finalize(block, statement.view)
        default: return
        }
        view = max(view, statement.view + 1)
    }

    private mutating func finalize(_ block: Block, _ view: UInt64) {
        (tip, tipView) = (block, view)
        notarizations = notarizations.filter { $0.key > view }
        nullifications = nullifications.filter { $0 > view }
        proposals = proposals.filter { $0.key > view }
        taken = taken.filter { $0.key.view > view }
    }

    /// Takes in a leader's proposal; the first of the current view is the one to vote for.
    mutating func propose(_ statement: Statement) {
        guard statement.view == view, proposals[view] == nil else { return }
        proposals[view] = statement.block?.hash
    }

    func isProposed(_ block: Block, in view: UInt64) -> Bool { proposals[view] == block.hash }

    mutating func take(_ statement: Statement, from signer: UInt64) {
        taken[statement, default: []].insert(signer)
    }

    func hasTaken(_ statement: Statement, from signer: UInt64) -> Bool {
        taken[statement]?.contains(signer) == true
    }

    mutating func makeReady(_ block: Block, isTimely: Bool, batch: UInt64) {
        ready[block.hash] = Ready(block: block, isTimely: isTimely, batch: batch)
    }

    func ready(_ block: Block) -> Ready? { ready[block.hash] }

    /// Whether a block and its ancestors down to the delivered one are executed here.
    func isReadyWithAncestors(_ block: Block) -> Bool {
        var hash = block.hash
        while hash != delivered.hash {
            guard let entry = ready[hash] else { return false }
            hash = entry.block.parent
        }
        return true
    }

    /// Makes a final block the delivered one; nothing below it is asked for any more.
    mutating func deliver(_ block: Block) {
        delivered = block
        ready = ready.filter { $0.value.block.height >= block.height }
    }
}
