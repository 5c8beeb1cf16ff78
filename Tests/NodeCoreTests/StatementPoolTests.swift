import Cryptography
import Ledger
import NodeCore
import Testing

@Suite struct StatementPoolTests {
    private func entry(_ number: Int) -> Digest { Suite.p256.digest([UInt8(number)]) }

    private func pool(_ numbers: Range<Int>, maximumCount: Int = 100) -> StatementPool<Int> {
        var pool = StatementPool<Int>(maximumCount: maximumCount, maximumByteCount: 10_000)
        for number in numbers {
            _ = pool.insert(number, entry: entry(number), carried: Submission(statement: [1]))
        }
        return pool
    }

    private func oldest(_ pool: StatementPool<Int>, _ count: Int) -> [Int] {
        pool.oldest(count: count, byteCount: 10_000) { _ in false }.map(\.checked)
    }

    @Test func `statements come out in the order in which they went in`() {
        #expect(oldest(pool(0..<5), 3) == [0, 1, 2])
    }

    @Test func `a statement enters once`() {
        var pool = pool(0..<2)
        let isIn = pool.insert(9, entry: entry(1), carried: Submission(statement: [1]))
        #expect(!isIn && pool.count == 2)
    }

    @Test func `a full pool refuses and forgets nothing`() {
        var pool = pool(0..<3, maximumCount: 3)
        let nine = Submission(statement: [1])
        let isIn = pool.insert(9, entry: entry(9), carried: nine)
        #expect(!isIn && oldest(pool, 9) == [0, 1, 2])
        pool.remove(entry(1))
        let isInNow = pool.insert(9, entry: entry(9), carried: nine)
        #expect(isInNow && oldest(pool, 9) == [0, 2, 9])
    }

    @Test func `bytes are bounded and come back when a statement leaves`() {
        var pool = StatementPool<Int>(maximumCount: 10, maximumByteCount: 250)
        let large = Submission(statement: [UInt8](repeating: 0, count: 200))
        let first = pool.insert(1, entry: entry(1), carried: large)
        let second = pool.insert(2, entry: entry(2), carried: large)
        #expect(first && !second)
        pool.remove(entry(1))
        #expect(pool.byteCount == 0)
        let again = pool.insert(2, entry: entry(2), carried: large)
        #expect(again)
    }

    @Test func `what an ancestor holds is passed over`() {
        let held = entry(1)
        let chosen = pool(0..<4).oldest(count: 2, byteCount: 10_000) { $0 == held }
        #expect(chosen.map(\.checked) == [0, 2])
    }

    @Test func `a statement longer than a usual block does not keep out those behind it`() {
        var pool = StatementPool<Int>(maximumCount: 10, maximumByteCount: 10_000)
        let long = Submission(statement: [UInt8](repeating: 0, count: 3_000))
        _ = pool.insert(1, entry: entry(1), carried: long)
        _ = pool.insert(2, entry: entry(2), carried: Submission(statement: [1]))
        let chosen = pool.oldest(count: 9, byteCount: 2_000) { _ in false }
        #expect(chosen.map(\.checked) == [1])
    }

    @Test func `who goes through the pool in steps meets each statement once`() {
        var pool = StatementPool<Int>(maximumCount: 10_000, maximumByteCount: 1 << 20)
        func entry(_ number: Int) -> Digest {
            Suite.p256.digest([UInt8(number & 255), UInt8(number >> 8)])
        }
        for number in 0..<5_000 {
            _ = pool.insert(number, entry: entry(number), carried: Submission(statement: [1]))
        }
        var met: [Int] = []
        var place = 0
        while place < pool.endPlace {
            let (found, next) = pool.statements(from: place, count: 300)
            met += found.map(\.checked)
            place = next
            // Removing what was met makes the pool move up.
            for one in found { pool.remove(one.entry) }
        }
        #expect(met == Array(0..<5_000) && pool.isEmpty)
        _ = pool.insert(5_000, entry: entry(5_000), carried: Submission(statement: [1]))
        #expect(pool.statements(from: place, count: 9).found.map(\.checked) == [5_000])
    }

    @Test func `order survives many removals`() {
        var pool = StatementPool<Int>(maximumCount: 10_000, maximumByteCount: 1 << 20)
        func entry(_ number: Int) -> Digest {
            Suite.p256.digest([UInt8(number & 255), UInt8(number >> 8)])
        }
        for number in 0..<5_000 {
            _ = pool.insert(number, entry: entry(number), carried: Submission(statement: [1]))
        }
        for number in 0..<4_000 { pool.remove(entry(number)) }
        #expect(
            pool.oldest(count: 3, byteCount: 999) { _ in false }.map(\.checked) == [
                4_000, 4_001, 4_002,
            ]
        )
        #expect(pool[entry(4_500)]?.checked == 4_500 && pool[entry(3)] == nil)
    }
}
