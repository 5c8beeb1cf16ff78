package import Cryptography
package import Ledger

/// Checked statements that wait for a block, in the order in which they arrived.
///
/// Bounded in number and bytes: a full pool refuses, it never forgets what it admitted. The
/// signature of a pooled statement has been checked; whether the ledger's state still admits it
/// is asked again when a block is built.
package struct StatementPool<Checked: Sendable>: Sendable {
    /// One waiting statement.
    package struct Waiting: Sendable {
        /// The statement's identity, H(its bytes).
        package let entry: Digest
        /// Its bytes, as they go into a block.
        package let carried: Submission
        /// What checking it has established.
        package let checked: Checked
    }

    /// The most statements held.
    package let maximumCount: Int
    /// The most bytes held.
    package let maximumByteCount: Int
    /// Bytes held.
    package private(set) var byteCount = 0

    private var waiting: [Waiting?] = []
    private var positions: [Digest: Int] = [:]
    private var firstPosition = 0
    /// How many places were taken away in front: a place counts from the pool's beginning.
    private var droppedPlaces = 0

    /// An empty pool with its bounds.
    package init(maximumCount: Int, maximumByteCount: Int) {
        self.maximumCount = maximumCount
        self.maximumByteCount = maximumByteCount
    }

    /// Statements held.
    package var count: Int { positions.count }
    /// Whether nothing waits.
    package var isEmpty: Bool { positions.isEmpty }

    /// Whether a statement of this size finds room.
    package func hasRoom(for bytes: Int) -> Bool {
        count < maximumCount && byteCount + bytes <= maximumByteCount
    }

    /// The waiting statement with this entry.
    package subscript(entry: Digest) -> Waiting? {
        positions[entry].flatMap { waiting[$0] }
    }

    /// Adds a statement; false when it is there already or no room is left.
    package mutating func insert(
        _ checked: Checked,
        entry: Digest,
        carried: Submission
    ) -> Bool {
        guard positions[entry] == nil, hasRoom(for: carried.byteCount) else { return false }
        positions[entry] = waiting.count
        waiting.append(Waiting(entry: entry, carried: carried, checked: checked))
        byteCount += carried.byteCount
        return true
    }

    /// Takes a statement out, recorded or no longer admissible.
    package mutating func remove(_ entry: Digest) {
        guard let position = positions.removeValue(forKey: entry) else { return }
        byteCount -= waiting[position]?.carried.byteCount ?? 0
        waiting[position] = nil
        compact()
    }

    /// Takes out everything, oldest first.
    package mutating func takeAll() -> [Waiting] {
        let all = waiting.compactMap(\.self)
        droppedPlaces += waiting.count
        waiting = []
        positions = [:]
        firstPosition = 0
        byteCount = 0
        return all
    }

    /// The oldest statements that are not among `excluded`, within the limits.
    ///
    /// The first is chosen however long it is: one that is always left out would keep out all
    /// that came after it.
    package func oldest(
        count limit: Int,
        byteCount byteLimit: Int,
        excluding excluded: (Digest) -> Bool
    ) -> [Waiting] {
        var chosen: [Waiting] = []
        var bytes = 0
        for case let candidate? in waiting[firstPosition...] where chosen.count < limit {
            if excluded(candidate.entry) { continue }
            bytes += candidate.carried.byteCount
            if bytes > byteLimit, !chosen.isEmpty { break }
            chosen.append(candidate)
        }
        return chosen
    }

    /// The place after the youngest statement.
    package var endPlace: Int { droppedPlaces + waiting.count }

    /// Up to `limit` statements at `place` or later, with the place after the last of them.
    ///
    /// Places only grow, whatever enters or leaves between two calls.
    package func statements(from place: Int, count limit: Int) -> (found: [Waiting], next: Int) {
        var position = max(place - droppedPlaces, firstPosition)
        var found: [Waiting] = []
        while position < waiting.count, found.count < limit {
            if let one = waiting[position] { found.append(one) }
            position += 1
        }
        return (found, droppedPlaces + position)
    }

    private mutating func compact() {
        while firstPosition < waiting.count, waiting[firstPosition] == nil { firstPosition += 1 }
        guard firstPosition > 1024, firstPosition * 2 > waiting.count else { return }
        waiting.removeFirst(firstPosition)
        droppedPlaces += firstPosition
        firstPosition = 0
        positions.removeAll(keepingCapacity: true)
        for case (let position, let one?) in waiting.enumerated() {
            positions[one.entry] = position
        }
    }
}
