import Consensus
import Cryptography
import Ledger

/// A node's blocks, all durable once stored, and the chain of those that are final.
struct SimulatedStore: Sendable {
    /// The blocks whose bytes are on this disk.
    private var stored: [Digest: HashedHeader] = [:]
    /// The final blocks in height order; the anchor is first.
    private(set) var chain: [HashedHeader]
    /// The finalizations by the height of their block.
    private var proofs: [UInt64: Verified<QuorumProof>] = [:]
    /// Final blocks up to here survive a crash.
    private var durableHeight: UInt64 = 0

    /// A store that holds the anchor.
    init(anchor: HashedHeader) { chain = [anchor] }

    /// The newest final block with its proof.
    var tip: FinalizedTip {
        guard let block = chain.last else { preconditionFailure("the chain holds its anchor") }
        return FinalizedTip(block: block, proof: proofs[block.header.height])
    }

    /// Whether the bytes of a block are here.
    func holds(_ hash: Digest) -> Bool { stored[hash] != nil }

    /// A block that is here.
    subscript(hash: Digest) -> HashedHeader? { stored[hash] }

    /// Makes a block durable.
    mutating func store(_ block: HashedHeader) { stored[block.hash] = block }

    /// Appends final blocks; durable with the next sync.
    mutating func finalize(_ blocks: [HashedHeader], by proof: Verified<QuorumProof>) {
        chain += blocks
        if let last = blocks.last { proofs[last.header.height] = proof }
    }

    /// The final blocks so far become durable.
    mutating func sync() { durableHeight = UInt64(chain.count - 1) }

    /// Forgets final blocks that were not synced, down to one that has a proof.
    mutating func crash() {
        var height = durableHeight
        while height > 0, proofs[height] == nil { height -= 1 }
        chain.removeLast(chain.count - 1 - Int(height))
    }

    /// Up to `limit` final blocks after a height, ending with one that has a proof.
    func blocks(
        after height: UInt64,
        limit: Int
    ) -> ([HashedHeader], Verified<QuorumProof>)? {
        let first = Int(height) + 1
        guard first < chain.count else { return nil }
        var last = min(first + limit, chain.count) - 1
        while last >= first, proofs[UInt64(last)] == nil { last -= 1 }
        if last < first {
            last = first
            while last < chain.count, proofs[UInt64(last)] == nil { last += 1 }
        }
        guard last < chain.count, let proof = proofs[UInt64(last)] else { return nil }
        return (Array(chain[first...last]), proof)
    }
}
