import TestSupport
import Testing
import Transport

@Suite struct SendQueueTests {
    @Test(arguments: 0..<40 as Range<UInt64>)
    func `frames leave whole and in order, however little each write takes`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        var queue = SendQueue()
        var decoder = FrameDecoder(maximumFrameBytes: 100_000)
        var sent: [[UInt8]] = []
        var arrived: [[UInt8]] = []
        for _ in 0..<60 {
            let frame = [UInt8](
                repeating: UInt8(truncatingIfNeeded: generator.next()),
                count: size(&generator)
            )
            queue.append(frame)
            sent.append(frame)
            for _ in 0..<Int.random(in: 0...3, using: &generator) where !queue.isEmpty {
                try move(from: &queue, to: &decoder, &arrived, &generator)
            }
        }
        while !queue.isEmpty { try move(from: &queue, to: &decoder, &arrived, &generator) }
        #expect(arrived == sent, "seed \(seed)")
        #expect(queue.byteCount == 0)
    }

    @Test func `small frames are lent together`() {
        var queue = SendQueue()
        for _ in 0..<100 { queue.append([1, 2, 3, 4]) }
        #expect(nextCount(queue) == 800)
    }

    @Test func `the head of a large frame fills the record its length is in`() {
        var queue = SendQueue()
        queue.append([UInt8](repeating: 7, count: 100_000))
        let first = nextCount(queue)
        #expect(first >= 16_384)
        queue.consume(first)
        #expect(nextCount(queue) == 100_004 - first)
    }

    private func nextCount(_ queue: SendQueue) -> Int {
        // Safe: only the length is read.
        unsafe queue.withNext { $0.count }
    }

    private func size(_ generator: inout SeededGenerator) -> Int {
        switch Int.random(in: 0..<10, using: &generator) {
        case 0: Int.random(in: 16_380...16_390, using: &generator)
        case 1: Int.random(in: 60_000...100_000, using: &generator)
        default: Int.random(in: 0...500, using: &generator)
        }
    }

    private func move(
        from queue: inout SendQueue,
        to decoder: inout FrameDecoder,
        _ arrived: inout [[UInt8]],
        _ generator: inout SeededGenerator
    ) throws {
        let limit = Int.random(in: 1...20_000, using: &generator)
        // Safe: the bytes are copied within the call.
        let part = unsafe queue.withNext { unsafe [UInt8]($0.prefix(limit)) }
        try #require(!part.isEmpty)
        queue.consume(part.count)
        arrived += try decoder.all(in: part)
    }
}
