import Cryptography
import Ledger
import NodeCore
import Storage

/// G5: what was acknowledged is in every final chain, once, and at the place that was named.
struct ExactlyOnceChecker {
    private struct Place: Hashable {
        let height: UInt64
        let leafIndex: UInt64
    }

    /// Reads the whole final chain of an honest process from its store, up to the last block whose
    /// finalization is there.
    ///
    /// Blocks that its disk overwrote it has again after the next start.
    func check(_ process: SimulatedProcess, in world: World) {
        guard process.isMended, let archive = process.archive,
            let tip = archive.highestFinalization
        else { return }
        guard let places = places(downFrom: tip, archive, world.district.genesis) else {
            return world.violate("G5 exactly once", "\(process.name) lacks a final block")
        }
        for (number, fate) in world.clients.fates.enumerated() {
            let entry = Suite.p256.digest(world.district.statements[number])
            let found = places[entry] ?? []
            if found.count > 1 {
                world.violate("G5 exactly once", "statement \(number) stands twice")
            }
            guard case .recorded(let height, let leafIndex) = fate,
                height <= tip.height
            else { continue }
            if found != [Place(height: height, leafIndex: leafIndex)] {
                world.violate(
                    "G5 exactly once",
                    "\(process.name) has statement \(number) elsewhere than at \(height)"
                )
            }
        }
    }

    private func places(
        downFrom tip: (height: UInt64, hash: Digest),
        _ archive: StoreReader,
        _ genesis: Genesis
    ) -> [Digest: [Place]]? {
        var places: [Digest: [Place]] = [:]
        var (height, hash) = tip
        while height > 0 {
            guard let block = try? archive.block(hash),
                let header = try? BlockHeader(decoding: block.header),
                let body = try? BlockBody(decoding: block.body, limits: genesis.limits)
            else { return nil }
            let first = header.treeSize - UInt64(body.submissions.count)
            for (index, submission) in body.submissions.enumerated() {
                let place = Place(height: height, leafIndex: first + UInt64(index))
                places[genesis.suite.digest(submission.statement), default: []].append(place)
            }
            (hash, height) = (header.parent, height - 1)
        }
        return places
    }
}
