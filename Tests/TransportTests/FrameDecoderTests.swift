import TestSupport
import Testing
import Transport

@Suite struct FrameDecoderTests {
    private func decode(_ bytes: [UInt8], limit: Int = 1 << 20) throws -> [[UInt8]] {
        var decoder = FrameDecoder(maximumFrameBytes: limit)
        return try decoder.all(in: bytes)
    }

    @Test func `a frame is its length in four big-endian bytes and its payload`() throws {
        #expect(try decode([0, 0, 0, 2, 7, 8, 0, 0, 0, 0, 0, 0, 0, 1, 9]) == [[7, 8], [], [9]])
    }

    @Test(arguments: 0..<50 as Range<UInt64>)
    func `frames survive any cut of the stream`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let frames = (0..<20).map { _ in
            generator.bytes(Int.random(in: 0...3_000, using: &generator))
        }
        let stream = encoded(frames)
        var decoder = FrameDecoder(maximumFrameBytes: 3_000)
        var decoded: [[UInt8]] = []
        var position = 0
        while position < stream.count {
            let end = min(stream.count, position + Int.random(in: 1...700, using: &generator))
            let part = [UInt8](stream[position..<end])
            decoded += try decoder.all(in: part)
            position = end
        }
        #expect(decoded == frames, "seed \(seed)")
        #expect(decoder.isBetweenFrames)
    }

    @Test func `a frame of exactly the limit passes and one byte more is refused`() throws {
        #expect(try decode([0, 0, 0, 3, 1, 2, 3], limit: 3) == [[1, 2, 3]])
        #expect(throws: TransportError.frameTooLong(announced: 4, limit: 3)) {
            try decode([0, 0, 0, 4], limit: 3)
        }
    }

    @Test func `a giant announcement is refused whatever follows`() {
        #expect(throws: TransportError.frameTooLong(announced: 0xFFFF_FFFF, limit: 1 << 20)) {
            try decode([0xFF, 0xFF, 0xFF, 0xFF])
        }
    }

    @Test func `memory follows the bytes that arrived, not the length announced`() throws {
        var decoder = FrameDecoder(maximumFrameBytes: 6 << 20)
        let announcement: [UInt8] = [0, 0x60, 0, 0]
        #expect(try decoder.all(in: announcement).isEmpty)
        #expect(decoder.reservedByteCount <= 20_000)
        let part = [UInt8](repeating: 1, count: 100_000)
        #expect(try decoder.all(in: part).isEmpty)
        #expect(decoder.reservedByteCount <= 4 * 100_000 + 4_096)
        #expect(!decoder.isBetweenFrames)
    }

    @Test func `frames are handed over one by one, so that a limit may change between them`() throws
    {
        var decoder = FrameDecoder(maximumFrameBytes: 1)
        let stream = encoded([[1], [2, 3]])
        var position = 0
        #expect(try decoder.next(in: stream.span, from: &position) == [1])
        decoder.maximumFrameBytes = 2
        #expect(try decoder.next(in: stream.span, from: &position) == [2, 3])
        #expect(try decoder.next(in: stream.span, from: &position) == nil)
    }

    @Test func `random bytes never harm the decoder`() {
        for seed in 0..<2_000 as Range<UInt64> {
            var generator = SeededGenerator(seed: seed)
            var decoder = FrameDecoder(maximumFrameBytes: 1_000)
            let noise = generator.bytes(200).map { $0 & (seed % 2 == 0 ? 0x03 : 0xFF) }
            do throws(TransportError) {
                for frame in try decoder.all(in: noise) { #expect(frame.count <= 1_000) }
            } catch {
                #expect(error.code == "transport.frameTooLong", "seed \(seed)")
            }
        }
    }

    private func encoded(_ frames: [[UInt8]]) -> [UInt8] {
        frames.flatMap { frame in
            (0..<4).map { UInt8(truncatingIfNeeded: frame.count >> (24 - 8 * $0)) } + frame
        }
    }
}
