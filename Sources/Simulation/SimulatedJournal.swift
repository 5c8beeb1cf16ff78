import Consensus

/// A vote journal that a crash treats as a disk would: what was not synced may be lost.
struct SimulatedJournal: Sendable {
    /// All records of all lives that would be read back now, durable ones first.
    private(set) var records: [JournalRecord] = []
    /// How many of them are durable.
    private(set) var durableCount = 0
    /// The sequence number of the first record of this life, as an index into `records`.
    private var lifeStart = 0

    /// Appends a record of this life; its number counts from 1.
    mutating func append(_ record: JournalRecord, sequence: UInt64) {
        precondition(records.count - lifeStart + 1 == Int(sequence), "sequences have no gaps")
        records.append(record)
    }

    /// The number of the newest record of this life.
    var newestSequence: UInt64 { UInt64(records.count - lifeStart) }

    /// Makes the records up to a number durable.
    mutating func sync(upTo sequence: UInt64) {
        durableCount = max(durableCount, lifeStart + Int(sequence))
    }

    /// Loses unsynced records, except for a prefix that had reached the disk by itself.
    mutating func crash(keeping draw: UInt64) {
        let unsynced = records.count - durableCount
        let kept = unsynced == 0 ? 0 : Int(draw % UInt64(unsynced + 1))
        records.removeLast(unsynced - kept)
        durableCount = records.count
        lifeStart = records.count
    }

    /// Whether a vote is durable.
    func isDurable(_ record: JournalRecord) -> Bool {
        records[..<durableCount].contains(record)
    }
}
