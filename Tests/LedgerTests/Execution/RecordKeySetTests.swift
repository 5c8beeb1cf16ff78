import Ledger
import TestSupport
import Testing

@Suite struct RecordKeySetTests {
    private func key(_ generator: inout SeededGenerator, of range: UInt64) -> RecordKey {
        let number = generator.next() % range
        // Tags that share almost everything are the hardest to spread.
        let bytes =
            [UInt8](repeating: 0, count: 14)
            + [UInt8(truncatingIfNeeded: number >> 8), UInt8(truncatingIfNeeded: number)]
        return RecordKey(
            memberIndex: Int(generator.next() % 3),
            categoryIndex: Int(generator.next() % 2),
            tag: must(Tag(bytes))
        )
    }

    @Test func `it answers as a dictionary would`() {
        withSeeds(0..<20) { generator in
            var model: [RecordKey: RecordPresence] = [:]
            var set = RecordKeySet()
            for _ in 0..<3_000 {
                let key = key(&generator, of: 600)
                guard set.presence(of: key) == model[key] else { return false }
                let presence: RecordPresence = generator.next() % 4 == 0 ? .voided : .inForce
                set.set(presence, for: key)
                model[key] = presence
            }
            return set.count == model.count
                && model.allSatisfy { set.presence(of: $0.key) == $0.value }
        }
    }

    @Test func `tags that a member makes up to meet in one place do not`() {
        var set = RecordKeySet()
        for number in 0..<20_000 as Range<UInt64> {
            // One value of high ^ low · K, and one of the last byte.
            let low = number << 8
            let high = 0x5EED ^ (low &* 0x9e37_79b9_7f4a_7c15)
            let bytes = [high, low].flatMap { word in
                stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: word >> $0) }
            }
            let tag = must(Tag(bytes))
            set.set(.inForce, for: RecordKey(memberIndex: 1, categoryIndex: 2, tag: tag))
        }
        #expect(set.count == 20_000)
        #expect(set.longestRow < 300)
    }

    @Test func `a key takes at most forty bytes once there are many`() {
        var generator = SeededGenerator(seed: 1)
        var set = RecordKeySet()
        for count in 1...400_000 {
            let tag = must(Tag(generator.bytes(16)))
            set.set(.inForce, for: RecordKey(memberIndex: 1, categoryIndex: 2, tag: tag))
            if count.isMultiple(of: 50_000) {
                #expect(set.count == count)
                #expect(set.byteCount <= 40 * count)
            }
        }
    }
}
