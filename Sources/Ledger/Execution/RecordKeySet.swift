/// All business keys that finalized records have used.
///
/// The keys are spread over many small tables, so that growing one never holds up a block: a table
/// of a 256th of ten million keys grows in about a millisecond.
package struct RecordKeySet: Sendable {
    private static let tableCount = 256

    private var tables = [RecordKeyTable](repeating: RecordKeyTable(), count: tableCount)

    /// No keys.
    package init() {}

    /// How many keys there are.
    package var count: Int { tables.reduce(0) { $0 + $1.count } }

    /// How many bytes the keys take: between 25 and 40 a key once there are many.
    package var byteCount: Int { tables.reduce(0) { $0 + $1.byteCount } }

    /// Whether and how the key has been used.
    package func presence(of key: RecordKey) -> RecordPresence? {
        tables[Self.table(of: key)].presence(of: key)
    }

    /// Notes the use of a key.
    package mutating func set(_ presence: RecordPresence, for key: RecordKey) {
        tables[Self.table(of: key)].set(presence, for: key)
    }

    /// The longest row of slots in use: the most that one question looks at.
    package var longestRow: Int { tables.map(\.longestRow).max() ?? 0 }

    /// By the lowest bits of what the highest bits decide the place in a table by.
    private static func table(of key: RecordKey) -> Int {
        let mixed = RecordKeyTable.mix(key.tag.high, key.tag.low, owner: key.owner)
        return Int(truncatingIfNeeded: mixed & UInt64(tableCount - 1))
    }
}
