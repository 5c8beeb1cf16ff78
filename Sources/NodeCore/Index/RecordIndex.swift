/// Where the finalized records of each subject and category stand, in ledger order.
///
/// Twelve bytes a record and chain: an array of positions, threaded by a chain for the subject
/// and a chain for the category. Rebuilt from the ledger when a node starts; it proves nothing
/// and is never signed.
package struct RecordIndex: Sendable {
    /// One record's place: the leaf of its batch and its position there.
    package struct Place: Hashable, Sendable {
        /// Leaf index of the batch statement.
        package let leafIndex: UInt64
        /// Position in the batch.
        package let recordIndex: UInt64
    }

    private struct Entry: Sendable {
        var leafIndex: UInt32
        var recordIndex: UInt32
        var nextOfSubject: UInt32
    }

    private struct Chain: Sendable {
        var first: UInt32
        var last: UInt32
    }

    private struct Batch: Sendable {
        let leafIndex: UInt32
        let firstEntry: UInt32
        let count: UInt32
    }

    private static let end = UInt32.max

    private var entries: [Entry] = []
    private var subjects: [SubjectTag: Chain] = [:]
    private var batches: [String: [Batch]] = [:]

    /// An empty index.
    package init() {}

    /// Records indexed.
    package var count: Int { entries.count }

    /// Adds one batch's records; `subjects` holds a tag for each, in order.
    package mutating func append(
        leafIndex: UInt64,
        category: String,
        subjects tags: [SubjectTag]
    ) {
        precondition(entries.count + tags.count < Int(Self.end), "the index is full")
        let first = UInt32(entries.count)
        let leaf = UInt32(truncatingIfNeeded: leafIndex)
        for (position, tag) in tags.enumerated() {
            let index = UInt32(entries.count)
            entries.append(
                Entry(
                    leafIndex: leaf,
                    recordIndex: UInt32(position),
                    nextOfSubject: Self.end
                )
            )
            if let chain = subjects[tag] {
                entries[Int(chain.last)].nextOfSubject = index
                subjects[tag] = Chain(first: chain.first, last: index)
            } else {
                subjects[tag] = Chain(first: index, last: index)
            }
        }
        batches[category, default: []].append(
            Batch(leafIndex: leaf, firstEntry: first, count: UInt32(tags.count))
        )
    }

    /// The places of a subject's records, oldest first, after skipping `skip`.
    package func places(ofSubject tag: SubjectTag, skip: Int, limit: Int) -> [Place] {
        var places: [Place] = []
        var skipped = 0
        var index = subjects[tag]?.first ?? Self.end
        while index != Self.end, places.count < limit {
            let entry = entries[Int(index)]
            if skipped < skip { skipped += 1 } else { places.append(place(entry)) }
            index = entry.nextOfSubject
        }
        return places
    }

    /// The places of a category's records, oldest first, after skipping `skip`.
    package func places(ofCategory category: String, skip: Int, limit: Int) -> [Place] {
        var places: [Place] = []
        var remaining = skip
        for batch in batches[category] ?? [] where places.count < limit {
            if remaining >= Int(batch.count) {
                remaining -= Int(batch.count)
                continue
            }
            let lower = Int(batch.firstEntry) + remaining
            let upper = Int(batch.firstEntry) + Int(batch.count)
            for index in lower..<min(upper, lower + limit - places.count) {
                places.append(place(entries[index]))
            }
            remaining = 0
        }
        return places
    }

    private func place(_ entry: Entry) -> Place {
        Place(leafIndex: UInt64(entry.leafIndex), recordIndex: UInt64(entry.recordIndex))
    }
}

/// A record's subject, shortened to 16 bytes for the index of one process.
///
/// Two subjects that share a shortened name are told apart when their records are read.
package struct SubjectTag: Hashable, Sendable {
    private let high: UInt64
    private let low: UInt64

    /// The tag of a USCC's characters or of a keyed digest's bytes.
    package init(_ bytes: some Sequence<UInt8>) {
        var high: UInt64 = 0xCBF2_9CE4_8422_2325
        var low: UInt64 = 0x9E37_79B9_7F4A_7C15
        for byte in bytes {
            high = (high ^ UInt64(byte)) &* 0x100_0000_01B3
            low = (low &+ UInt64(byte)) &* 0xFF51_AFD7_ED55_8CCD
            low ^= low >> 29
        }
        self.high = high
        self.low = low
    }
}
