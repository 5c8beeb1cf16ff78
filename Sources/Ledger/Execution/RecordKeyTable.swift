/// A hash table of record keys in place: twenty bytes a slot, linear probing, no deletion; a key
/// whose use is taken back keeps its slot.
///
/// The load stays between 8/15 and 4/5, so that a key takes between 25 and 37.5 bytes. A slot's
/// home is its hash scaled to the number of slots, which therefore need not be a power of two.
struct RecordKeyTable: Sendable {
    /// Five words of 32 bits: a tag, and below 30 bits of owner nothing when the slot is free.
    private struct Slot {
        var high: (UInt32, UInt32)
        var low: (UInt32, UInt32)
        /// The presence in the upper bits, the owner below; zero for a free slot.
        var state: UInt32

        static let free = Slot(high: (0, 0), low: (0, 0), state: 0)
        static let ownerBits: UInt32 = 28
        /// Stands for the presence of a key whose use was taken back.
        static let takenBack: UInt32 = 3

        var isFree: Bool { state == 0 }
        var presence: RecordPresence? { RecordPresence(rawValue: state >> Self.ownerBits) }
        var key: RecordKey {
            RecordKey(
                owner: state & (1 << Self.ownerBits - 1),
                tag: Tag(high: Self.whole(high), low: Self.whole(low))
            )
        }

        init(high: (UInt32, UInt32), low: (UInt32, UInt32), state: UInt32) {
            self.high = high
            self.low = low
            self.state = state
        }

        init(_ key: RecordKey, _ presence: RecordPresence?) {
            high = Self.halves(key.tag.high)
            low = Self.halves(key.tag.low)
            state = (presence?.rawValue ?? Self.takenBack) << Self.ownerBits | key.owner
        }

        func holds(_ key: RecordKey) -> Bool {
            state & (1 << Self.ownerBits - 1) == key.owner
                && Self.whole(low) == key.tag.low && Self.whole(high) == key.tag.high
        }

        /// The key again; the hash needs nothing else.
        var mixed: UInt64 {
            RecordKeyTable.mix(
                Self.whole(high),
                Self.whole(low),
                owner: state & (1 << Self.ownerBits - 1)
            )
        }

        private static func halves(_ word: UInt64) -> (UInt32, UInt32) {
            (UInt32(truncatingIfNeeded: word >> 32), UInt32(truncatingIfNeeded: word))
        }

        private static func whole(_ halves: (UInt32, UInt32)) -> UInt64 {
            UInt64(halves.0) << 32 | UInt64(halves.1)
        }
    }

    private static let smallest = 16

    private var slots: [Slot] = []
    /// How many keys have a slot.
    private(set) var count = 0

    /// How many bytes the slots take.
    var byteCount: Int { slots.count * MemoryLayout<Slot>.stride }

    /// Whether and how the key has been used.
    func presence(of key: RecordKey) -> RecordPresence? {
        guard !slots.isEmpty else { return nil }
        return slots[place(of: key)].presence
    }

    /// Notes the use of a key.
    mutating func set(_ presence: RecordPresence, for key: RecordKey) {
        _ = replace(with: presence, for: key)
    }

    /// Notes the use of a key, or takes it back with nil, and returns what was noted before.
    mutating func replace(
        with presence: RecordPresence?,
        for key: RecordKey
    ) -> RecordPresence? {
        reserve(1)
        let place = place(of: key)
        let earlier = slots[place].presence
        if slots[place].isFree { count += 1 }
        slots[place] = Slot(key, presence)
        return earlier
    }

    /// Makes room for so many more keys.
    mutating func reserve(_ more: Int) {
        let needed = count + more
        guard needed * 5 > slots.count * 4 else { return }
        var size = max(Self.smallest, slots.count / 2 * 3)
        while needed * 5 > size * 4 { size = size / 2 * 3 }
        resize(to: size)
    }

    /// Calls `body` for each key in use, in no order that says anything.
    func forEach(_ body: (RecordKey, RecordPresence) -> Void) {
        for slot in slots {
            if let presence = slot.presence { body(slot.key, presence) }
        }
    }

    /// The slot that holds the key, or the free one where it would go.
    private func place(of key: RecordKey) -> Int {
        let slots = slots.span
        var place = home(Self.mix(key.tag.high, key.tag.low, owner: key.owner), in: slots.count)
        while !slots[place].isFree, !slots[place].holds(key) {
            place = place + 1 == slots.count ? 0 : place + 1
        }
        return place
    }

    private mutating func resize(to size: Int) {
        let old = slots
        slots = Array(repeating: .free, count: size)
        for slot in old where !slot.isFree {
            var place = home(slot.mixed, in: slots.count)
            while !slots[place].isFree {
                place = place + 1 == slots.count ? 0 : place + 1
            }
            slots[place] = slot
        }
    }

    private func home(_ mixed: UInt64, in count: Int) -> Int {
        Int(mixed.multipliedFullWidth(by: UInt64(count)).high)
    }

    /// The longest row of slots in use: the most that one question looks at.
    var longestRow: Int {
        var (longest, row) = (0, 0)
        for slot in slots {
            row = slot.isFree ? 0 : row + 1
            longest = max(longest, row)
        }
        return longest
    }

    /// Spreads a key over 64 bits, in a way that nobody outside the process can foresee.
    ///
    /// The tags of hidden records are what a member says that they are. Where it can find tags that
    /// meet, each is asked for along all the others; so the spreading multiplies secret numbers in.
    /// Which slot a key has shows nowhere.
    static func mix(_ high: UInt64, _ low: UInt64, owner: UInt32) -> UInt64 {
        let product = (high ^ secret.0).multipliedFullWidth(
            by: low ^ secret.1 ^ (UInt64(owner) &* 0x9e37_79b9_7f4a_7c15)
        )
        let mixed = (product.high ^ product.low) &* 0xff51_afd7_ed55_8ccd
        return mixed ^ (mixed >> 33)
    }

    /// Two numbers of this process, from the key that it hashes its dictionaries with.
    private static let secret = (secretNumber(0), secretNumber(1))

    private static func secretNumber(_ ordinal: Int) -> UInt64 {
        var hasher = Swift.Hasher()
        hasher.combine(ordinal)
        return UInt64(truncatingIfNeeded: hasher.finalize())
    }
}
