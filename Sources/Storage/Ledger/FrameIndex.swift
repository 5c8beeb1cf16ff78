internal import Cryptography

/// The index of all frames, in memory: about 100 bytes a block.
struct FrameIndex: Sendable {
    private var blocks: [Digest: FrameLocation] = [:]
    private var hashesAtHeight: [UInt64: [Digest]] = [:]
    /// Sorted by height; one a height, the first that was written.
    private var finalizations: [FrameEntry] = []

    /// The number of blocks, siblings included.
    var blockCount: Int { blocks.count }

    /// The highest height that has a finalization.
    var highestFinalization: FrameEntry? { finalizations.last }

    mutating func add(_ entry: FrameEntry) {
        switch entry.kind {
        case .block:
            guard blocks[entry.hash] == nil else { return }
            blocks[entry.hash] = entry.location
            hashesAtHeight[entry.height, default: []].append(entry.hash)
        case .finalization:
            let position = firstFinalization(atOrAbove: entry.height)
            if position < finalizations.count, finalizations[position].height == entry.height {
                return
            }
            finalizations.insert(entry, at: position)
        case .blank: break
        }
    }

    /// Where a block lies.
    func block(_ hash: Digest) -> FrameLocation? {
        blocks[hash]
    }

    /// The blocks of a height, in the order in which they were written.
    func blockHashes(at height: UInt64) -> [Digest] {
        hashesAtHeight[height] ?? []
    }

    /// The nearest finalization at or above a height.
    func finalization(covering height: UInt64) -> FrameEntry? {
        let position = firstFinalization(atOrAbove: height)
        return position < finalizations.count ? finalizations[position] : nil
    }

    private func firstFinalization(atOrAbove height: UInt64) -> Int {
        var low = 0
        var high = finalizations.count
        while low < high {
            let middle = (low + high) / 2
            if finalizations[middle].height < height { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
