import Cryptography
import Ledger
import NodeCore
import Storage

/// G1, S4 and S6: all final chains are one chain, without gaps, and no tip ever goes back.
struct AgreementChecker {
    private var chain: [Digest]
    private var tips: [Int: (life: UInt64, height: UInt64)] = [:]

    /// Starts from the block that all nodes share.
    init(_ genesis: Genesis) { chain = [genesis.genesisHeader.hash(genesis.suite)] }

    /// The height of the longest final chain.
    var height: UInt64 { UInt64(chain.count - 1) }

    /// The hash of the final block of a height.
    subscript(height: UInt64) -> Digest? {
        height < UInt64(chain.count) ? chain[Int(height)] : nil
    }

    /// Looks at the tip of an honest node.
    mutating func check(_ node: Node, of process: SimulatedProcess, in world: World) {
        let tip = node.tip
        if let known = tips[process.id], known.life == process.life {
            guard known.height != tip.header.height else { return }
            if tip.header.height < known.height {
                world.violate("S4 tip", "\(process.name) went back to \(tip.header.height)")
            }
        }
        // Blocks that came in a range may still be on their way to the disk: then look later.
        guard let fresh = headers(downFrom: tip, in: process.archive) else { return }
        tips[process.id] = (process.life, tip.header.height)
        for (height, hash) in fresh { place(hash, at: height, by: process.name, in: world) }
    }

    /// The final blocks down to the first that is known, ascending.
    private func headers(
        downFrom tip: HashedHeader,
        in archive: StoreReader?
    ) -> [(UInt64, Digest)]? {
        var found = [(tip.header.height, tip.hash)]
        var header = tip.header
        while header.height > UInt64(chain.count) {
            guard let bytes = try? archive?.header(header.parent),
                let parent = try? BlockHeader(decoding: bytes)
            else { return nil }
            found.append((parent.height, header.parent))
            header = parent
        }
        if header.height > 0 { found.append((header.height - 1, header.parent)) }
        return found.reversed()
    }

    private mutating func place(
        _ hash: Digest,
        at height: UInt64,
        by name: String,
        in world: World
    ) {
        if height == UInt64(chain.count) {
            chain.append(hash)
        } else if self[height] != hash {
            world.violate("G1 agreement", "\(name) finalized another block \(height)")
        }
    }
}
