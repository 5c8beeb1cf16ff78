import Storage
import TestSupport
import Testing

@Suite struct FrameReaderTests {
    let disk = CrashingFileSystem(seed: 1)
    let path = StorageFixture.ledger + "/ledger_0000000001-.open"

    /// Blocks 1…4 and their finalizations, in one segment.
    private func write(segmentLimit: UInt64 = 1 << 20) throws {
        var store = try BlockStore.open(
            folder: StorageFixture.ledger,
            fileSystem: disk,
            segmentLimit: segmentLimit
        ).store
        for height in 1...4 as ClosedRange<UInt64> {
            try StorageFixture.add(height, to: &store)
        }
    }

    private func read(
        _ depth: FrameReader.Depth = .everything
    ) throws -> (frames: [ReadFrame], bytesRead: UInt64, byteCount: UInt64) {
        var reader = try FrameReader(
            folder: StorageFixture.ledger,
            fileSystem: disk,
            depth: depth
        )
        var frames: [ReadFrame] = []
        while let frame = try reader.next() { frames.append(frame) }
        return (frames, reader.bytesRead, reader.byteCount)
    }

    private func blocks(_ frames: [ReadFrame]) -> [StoredBlock] {
        frames.compactMap { if case .block(let block, _) = $0 { block } else { nil } }
    }

    private func damaged(_ frames: [ReadFrame]) -> [DamagedFrame] {
        frames.compactMap { if case .damaged(let frame) = $0 { frame } else { nil } }
    }

    @Test(arguments: [1 << 20, 1] as [UInt64])
    func `all frames come in order, across segments`(segmentLimit: UInt64) throws {
        try write(segmentLimit: segmentLimit)
        let (frames, bytesRead, byteCount) = try read()
        #expect(blocks(frames) == (1...4).map { StorageFixture.block($0) })
        let finals = frames.compactMap {
            if case .finalization(let final, _) = $0 { final } else { nil }
        }
        #expect(finals == (1...4).map { StorageFixture.finalization($0) })
        #expect(bytesRead == byteCount)
        #expect(byteCount == 4 * 1_536)
    }

    @Test func `headers come without bodies`() throws {
        try write()
        let frames = try read(.headersOnly).frames
        #expect(blocks(frames).map(\.header) == (1...4).map { StorageFixture.block($0).header })
        #expect(blocks(frames).map(\.body) == Array(repeating: [], count: 4))
    }

    @Test func `a flip of any byte is reported at its frame, and the others still come`() throws {
        try write()
        let byteCount = try #require(try disk.contents(path)).count
        for offset in stride(from: 0, to: byteCount, by: 7) {
            disk.damage(path, at: offset, mask: 0x10)
            let frames = try read().frames
            let found = damaged(frames)
            #expect(found.count == 1, "flip at \(offset)")
            #expect(frames.count == 8, "flip at \(offset)")
            let spot = try #require(found.first).spot
            let span = spot.offset..<(spot.offset + spot.byteCount)
            #expect(span.contains(UInt64(offset)), "flip at \(offset)")
            disk.damage(path, at: offset, mask: 0x10)
        }
        #expect(damaged(try read().frames).isEmpty)
    }

    @Test func `a damaged body still names its block and shows its bytes`() throws {
        try write()
        disk.damage(path, at: 1_536 + 72 + 10 + 100)
        let found = try #require(damaged(try read().frames).first)
        let block = StorageFixture.block(2)
        #expect(found.part == .body)
        #expect(found.kind == .block)
        #expect(found.height == 2)
        #expect(found.hash == block.hash)
        #expect(found.header == block.header)
        #expect(zip(found.body, block.body).filter { $0 != $1 }.count == 1)
        #expect(found.body.count == block.body.count)
    }

    @Test func `a damaged name leaves header and body to be looked at`() throws {
        try write()
        disk.damage(path, at: 1_536 + 30)
        let found = try #require(damaged(try read().frames).first)
        let block = StorageFixture.block(2)
        #expect(found.part == .fixedPart)
        #expect(found.hash == nil)
        #expect(found.header == block.header)
        #expect(found.body == block.body)
    }

    @Test func `a whole frame at another place is damage`() throws {
        try write()
        let bytes = try #require(try disk.contents(path))
        let file = try disk.open(path, .readWrite)
        try file.write(bytes[0..<1_536], at: 1_536)
        #expect(damaged(try read().frames).map(\.spot.offset) == [1_536])
        #expect(blocks(try read().frames).map(\.height) == [1, 3, 4])
    }

    @Test func `hostile bytes never stop the reader, and every byte is accounted for`() throws {
        try write()
        let whole = try #require(try disk.contents(path))
        let known = (1...4).map { StorageFixture.block($0) }
        withSeeds(0..<2_000) { generator in
            let file = try disk.open(path, .readWrite)
            let bytes = generator.mutated(whole)
            try file.truncate(to: 0)
            try file.write(bytes, at: 0)
            let result = try read()
            return result.bytesRead == UInt64(bytes.count)
                && blocks(result.frames).allSatisfy(known.contains)
        }
    }
}
