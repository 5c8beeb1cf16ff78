import Consensus
import Ledger
import Storage

/// S2 and S3: what a vote promises is durable when the vote leaves, on the disk and not in a cache.
struct DurabilityChecker {
    /// Checks a vote that an honest process sends against what a crash would leave of its disk.
    ///
    /// A disk that overwrites blocks leaves whatever it likes; only the journal is asked for then.
    func check(_ vote: Vote, of process: SimulatedProcess, in world: World) {
        let record = JournalRecord.vote(vote).encoded
        if !process.disk.holdsDurably(record, below: "/home/journal") {
            world.violate("S2 journal", "\(process.name) sent a vote that was not durable")
        }
        guard let block = vote.statement.block, !process.misplacesWrites else { return }
        if !process.disk.holdsDurably(block.header.encoded, below: "/home/ledger") {
            let isReadable = process.archive?.contains(block.hash) == true
            world.violate(
                "S3 block",
                "\(process.name) sent \(vote.statement.kind.rawValue)"
                    + " for a \(isReadable ? "readable" : "missing") block that was not durable"
            )
        }
    }

    /// G6: a block that a quorum voted for is on the disks of f + 1 honest validators, so that it
    /// is there again after all have lost power.
    ///
    /// A disk that overwrites blocks is not counted.
    func check(notarized block: HashedHeader, in world: World) {
        let header = block.header.encoded
        let holders = world.honest.count {
            !$0.misplacesWrites && $0.disk.holdsDurably(header, below: "/home/ledger")
        }
        let epoch = Int(clamping: block.header.epoch)
        let count = epoch < world.sets.count ? world.sets[epoch].count : 1
        guard holders <= (count - 1) / 3 else { return }
        world.violate(
            "G6 blocks",
            "notarized block \(block.header.height) is on \(holders) honest disks only"
        )
    }
}
