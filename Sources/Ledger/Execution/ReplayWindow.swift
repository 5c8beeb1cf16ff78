/// The signed digests of the last blocks: what must not be recorded a second time.
///
/// A digest stays as long as its statement would pass the rule about time. After that the clock
/// keeps it out.
struct ReplayWindow: Sendable {
    private struct Entry {
        let timeMs: UInt64
        let digests: [Tag]
    }

    private var entries: [Entry] = []
    /// Where the oldest entry is; the ones before are dropped now and then.
    private var first = 0
    private var digests: Set<Tag> = []

    /// How many digests are remembered.
    var count: Int { digests.count }

    func contains(_ digest: Tag) -> Bool { digests.contains(digest) }

    /// Remembers the digests of a finalized block, and forgets those of blocks that are older than
    /// `keepMs` by then.
    mutating func remember(_ block: [Tag], timeMs: UInt64, keepMs: UInt64) {
        while first < entries.count, entries[first].timeMs.saturatingSum(keepMs) < timeMs {
            digests.subtract(entries[first].digests)
            first += 1
        }
        if first * 2 > entries.count {
            entries.removeFirst(first)
            first = 0
        }
        guard !block.isEmpty else { return }
        entries.append(Entry(timeMs: timeMs, digests: block))
        digests.formUnion(block)
    }
}

extension UInt64 {
    /// The sum, or the largest number when it does not fit.
    func saturatingSum(_ other: UInt64) -> UInt64 {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? .max : sum
    }
}
