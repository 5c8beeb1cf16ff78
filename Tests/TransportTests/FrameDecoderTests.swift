import TestSupport
import Testing
import Transport

@Suite struct FrameDecoderTests {
    private func decode(_ bytes: [UInt8], limit: Int = 1 << 20) throws -> [[UInt8]] {
        var decoder = FrameDecoder(maximumFrameBytes: limit)
        var frames: [[UInt8]] = []
        try decoder.decode(bytes.span) {
            frames.append($0); return true
        }
        return frames
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
            try decoder.decode(part.span) {
                decoded.append($0); return true
            }
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
        try decoder.decode(announcement.span) { _ in true }
        #expect(decoder.reservedByteCount <= 20_000)
        let part = [UInt8](repeating: 1, count: 100_000)
        try decoder.decode(part.span) { _ in true }
        #expect(decoder.reservedByteCount <= 4 * 100_000 + 4_096)
        #expect(!decoder.isBetweenFrames)
    }

    @Test func `nothing more is handed over once the owner has had enough`() throws {
        var decoder = FrameDecoder(maximumFrameBytes: 8)
        var frames: [[UInt8]] = []
        let stream = encoded([[1], [2], [3]])
        try decoder.decode(stream.span) {
            frames.append($0); return frames.count < 2
        }
        #expect(frames == [[1], [2]])
    }

    @Test func `random bytes never harm the decoder`() {
        for seed in 0..<2_000 as Range<UInt64> {
            var generator = SeededGenerator(seed: seed)
            var decoder = FrameDecoder(maximumFrameBytes: 1_000)
            let noise = generator.bytes(200).map { $0 & (seed % 2 == 0 ? 0x03 : 0xFF) }
            do throws(TransportError) {
                try decoder.decode(noise.span) { $0.count <= 1_000 }
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
