import Ledger
import Storage

/// What the final chain needs and no damaged place can have held.
///
/// A segment that was cut off between two frames, or is gone, shows no damage where its index is
/// gone as well. What is missing there is named by the blocks behind it alone.
extension HomeRepair {
    /// Fetches the blocks between those that are there, lowest first, and puts each at the end of
    /// the segment of its parent's height.
    mutating func restoreMissing(from source: any BlockSource) throws(StorageError) {
        for target in tracelessBlocks(source) {
            guard let block = proven(target, from: source, where: { _ in true }),
                try ledger.add(block)
            else { return }
            outcome.mendedCount += 1
            tell(.mendedBlock(height: block.height, block.hash))
        }
    }

    /// The next thing that keeps the chain from being whole although no place is damaged for it.
    var missingFrame: MissingFrame? {
        guard unnamed.isEmpty else { return nil }
        if let block = tracelessBlocks(nil).first {
            return MissingFrame(kind: .block, height: block.height)
        }
        guard let chain = finalChain else { return nil }
        let unproven = unprovenBoundaries(of: chain).first { block in
            !ledger.damages.contains {
                $0.frame.kind == .finalization && $0.frame.hash == block.hash
            }
        }
        return unproven.map { MissingFrame(kind: .finalization, height: $0.header.height) }
    }

    /// Blocks of the final chain that are not there and for which no damaged place is named,
    /// lowest first.
    ///
    /// Without a source, those that what is whole names.
    private func tracelessBlocks(_ source: (any BlockSource)?) -> [Target] {
        guard let newest = ledger.reader.highestFinalization else { return [] }
        var missing: [Target] = []
        var next = Target(hash: newest.hash, height: newest.height)
        while next.height > 0 {
            var block = header(next.hash)
            if block == nil {
                if !ledger.damages.contains(where: { $0.frame.hash == next.hash }) {
                    missing.append(next)
                }
                block = source.flatMap { lostHeader(of: next, $0) }
            }
            guard let header = block?.header else { break }
            next = Target(hash: header.parent, height: header.height - 1)
        }
        return missing.reversed()
    }
}
