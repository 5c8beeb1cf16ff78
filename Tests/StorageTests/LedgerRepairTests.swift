import Cryptography
import Storage
import Testing

/// Each kind of damage is found, named as far as it can be, and mended by nothing but the right
/// bytes.
@Suite struct LedgerRepairTests {
    let disk = CrashingFileSystem(seed: 1)
    private let sealed = StorageFixture.ledger + "/ledger_0000000001-0000000002.sealed"
    private let open = StorageFixture.ledger + "/ledger_0000000001-.open"

    /// Where block 2 stands, whose frame has 1024 bytes, and its finalization of 512.
    private static let block = 1_536
    private static let finalization = 2_560

    /// Blocks 1…5, each with its finalization; two heights a segment, or all in the open one.
    private func write(sealing: Bool) throws -> String {
        var store = try openStore(sealing ? 3_000 : 1 << 20).store
        for height in 1...5 as ClosedRange<UInt64> {
            try StorageFixture.add(height, to: &store)
        }
        return sealing ? sealed : open
    }

    private func openStore(
        _ segmentLimit: UInt64 = 1 << 20
    ) throws -> (store: BlockStore, report: LedgerReport) {
        try BlockStore.open(
            folder: StorageFixture.ledger,
            fileSystem: disk,
            segmentLimit: segmentLimit
        )
    }

    private func survey() throws -> LedgerRepair {
        try LedgerRepair(
            folder: StorageFixture.ledger,
            fileSystem: disk,
            suite: .p256
        ) { _, _ in }
    }

    private func wipe(_ path: String, _ range: Range<Int>) {
        for offset in range { disk.damage(path, at: offset, mask: 0xA5) }
    }

    /// All blocks can be read after a start, and nothing is damaged.
    private func expectWhole() throws {
        let store = try openStore().store
        for height in 1...5 as ClosedRange<UInt64> {
            let block = StorageFixture.block(height)
            #expect(try store.reader.block(block.hash) == block)
            #expect(try store.reader.finalization(covering: height) != nil)
        }
        #expect(try survey().damages.isEmpty)
    }

    @Test(arguments: [false, true])
    func `a flipped bit in header or body is found by name and mended to the same bytes`(
        sealing: Bool
    ) throws {
        let path = try write(sealing: sealing)
        let before = try disk.contents(path)
        for (offset, part) in [(74, DamagedPart.header), (300, .body), (1_020, .body)] {
            disk.damage(path, at: Self.block + offset)
            var repair = try survey()
            let damage = try #require(repair.damages.first)
            #expect(repair.damages.count == 1 && damage.frame.part == part && damage.isSettled)
            #expect(damage.frame.height == 2 && damage.frame.kind == .block)
            #expect(try repair.mend(damage, with: StorageFixture.block(2)))
            #expect(repair.damages.isEmpty)
            #expect(try disk.contents(path) == before)
            let block = StorageFixture.block(2)
            #expect(try repair.reader.block(block.hash) == block)
        }
        try expectWhole()
    }

    @Test func `wrong bytes are refused and the file stays as it is`() throws {
        let path = try write(sealing: false)
        disk.damage(path, at: Self.block + 300)
        let before = try disk.contents(path)
        let right = StorageFixture.block(2)
        var otherBody = right.body
        otherBody[9] ^= 1
        let other = StorageFixture.block(3)
        let lies = [
            StoredBlock(hash: right.hash, height: 2, header: right.header, body: otherBody),
            StoredBlock(hash: right.hash, height: 2, header: right.header, body: right.body + [0]),
            StoredBlock(hash: right.hash, height: 2, header: other.header, body: right.body),
            StoredBlock(hash: right.hash, height: 3, header: right.header, body: right.body),
            other, StorageFixture.block(2, salt: 1),
        ]
        var repair = try survey()
        for lie in lies { #expect(try !repair.mend(repair.damages[0], with: lie)) }
        #expect(try !repair.mend(repair.damages[0], with: StorageFixture.finalization(2)))
        #expect(repair.damages.count == 1)
        #expect(try disk.contents(path) == before)
    }

    @Test(arguments: [0, 3, 20, 55, 70])
    func `a sealed frame with a damaged fixed part is named by the index`(offset: Int) throws {
        let path = try write(sealing: true)
        disk.damage(path, at: Self.block + offset)
        var repair = try survey()
        let damage = try #require(repair.damages.first)
        #expect(damage.frame.hash == StorageFixture.block(2).hash && damage.frame.height == 2)
        let longer = StorageFixture.block(2, bodyByteCount: 1_700)
        #expect(try !repair.mend(damage, with: longer))
        #expect(try !repair.mend(damage, with: StorageFixture.block(3)))
        #expect(try repair.mend(damage, with: StorageFixture.block(2)))
        try expectWhole()
    }

    @Test(arguments: [0, 3, 20, 55, 70])
    func `an open frame with a damaged fixed part takes the block that fits`(
        offset: Int
    ) throws {
        let path = try write(sealing: false)
        disk.damage(path, at: Self.block + offset)
        var repair = try survey()
        let damage = try #require(repair.damages.first)
        #expect(damage.frame.hash == nil && damage.frame.spot.byteCount == 1_024)
        #expect(damage.frame.header == StorageFixture.block(2).header)
        #expect(try !repair.mend(damage, with: StorageFixture.block(2, bodyByteCount: 1_700)))
        #expect(try repair.mend(damage, with: StorageFixture.block(2)))
        #expect(repair.damages.isEmpty)
        try expectWhole()
    }

    @Test func `a gap takes a block, and what a later finalization settles is made blank`() throws {
        let path = try write(sealing: false)
        wipe(path, Self.block..<(Self.finalization + 512))
        var repair = try survey()
        #expect(repair.damages.map(\.frame.spot.byteCount) == [1_536])
        #expect(try repair.mend(repair.damages[0], with: StorageFixture.block(2)))
        #expect(repair.damages.map(\.frame.spot.byteCount) == [512])
        #expect(repair.damages.first?.isSettled == true)
        try repair.clear(repair.damages[0])
        try expectWhole()
        let covering = try openStore().store.reader.finalization(covering: 2)
        #expect(covering == StorageFixture.finalization(3))
    }

    @Test func `a reader passes over a blank frame`() throws {
        let path = try write(sealing: false)
        wipe(path, Self.finalization..<(Self.finalization + 512))
        var repair = try survey()
        try repair.clear(repair.damages[0])
        var reader = try FrameReader(folder: StorageFixture.ledger, fileSystem: disk)
        var count = 0
        while let frame = try reader.next() {
            if case .damaged = frame { Issue.record("damage") }
            count += 1
        }
        #expect(count == 9 && reader.bytesRead == reader.byteCount)
    }

    @Test(arguments: [false, true])
    func `a frame that was written to a wrong place is damage and is mended`(
        sealing: Bool
    ) throws {
        let path = try write(sealing: sealing)
        let whole = try #require(try disk.contents(path))
        let file = try disk.open(path, .readWrite)
        try file.write(whole[0..<1_024], at: UInt64(Self.block))
        try file.syncData()
        var repair = try survey()
        #expect(repair.damages.count == 1)
        #expect(try repair.mend(repair.damages[0], with: StorageFixture.block(2)))
        let block = StorageFixture.block(2)
        #expect(try openStore().store.reader.block(block.hash) == block)
    }

    @Test(arguments: [false, true])
    func `a finalization is replaced by another of the same block, also a shorter one`(
        sealing: Bool
    ) throws {
        let path = try write(sealing: sealing)
        disk.damage(path, at: Self.finalization + 74)
        var repair = try survey()
        let damage = try #require(repair.damages.first)
        #expect(damage.frame.kind == .finalization && damage.frame.height == 2)
        let proof = Array("votes of others".utf8)
        let hash = StorageFixture.block(2).hash
        let wrong = StoredFinalization(hash: StorageFixture.block(3).hash, height: 2, proof: proof)
        #expect(try !repair.mend(damage, with: wrong))
        let long = [UInt8](repeating: 1, count: 600)
        let tooLong = StoredFinalization(hash: hash, height: 2, proof: long)
        #expect(try !repair.mend(damage, with: tooLong))
        let other = StoredFinalization(hash: hash, height: 2, proof: proof)
        #expect(try repair.mend(damage, with: other))
        #expect(try openStore().store.reader.finalization(covering: 2) == other)
        try expectWhole()
    }

    @Test func `without the newest finalization the ledger ends at the one before`() throws {
        let path = try write(sealing: false)
        // A block behind it shows that it was durable.
        var store = try openStore().store
        let next = StorageFixture.block(6)
        try store.appendBlock(hash: next.hash, height: 6, header: next.header, body: next.body)
        try store.sync()
        disk.damage(path, at: 4 * 1_536 + 1_024 + 74)
        var repair = try survey()
        let damage = try #require(repair.damages.first)
        #expect(damage.frame.height == 5 && !damage.isSettled)
        try repair.clear(damage)
        let reader = try openStore().store.reader
        #expect(reader.highestFinalization?.height == 4 && reader.contains(next.hash))
    }

    @Test(arguments: [false, true])
    func `without the newest finalization of a sealed segment the next one begins behind its name`(
        goesOn: Bool
    ) throws {
        var store = try openStore(3_000).store
        for height in 1...4 as ClosedRange<UInt64> { try StorageFixture.add(height, to: &store) }
        if goesOn {
            let next = StorageFixture.block(5)
            try store.appendBlock(hash: next.hash, height: 5, header: next.header, body: next.body)
            try store.sync()
        }
        let path = StorageFixture.ledger + "/ledger_0000000003-0000000004.sealed"
        disk.damage(path, at: Self.finalization + 74)
        var repair = try survey()
        let damage = try #require(repair.damages.first)
        #expect(damage.frame.height == 4 && !damage.isSettled)
        try repair.clear(damage)
        #expect(try repair.writeIndexes().count == 1)
        store = try openStore(3_000).store
        #expect(store.reader.highestFinalization?.height == 3)
        for height in 4...6 as ClosedRange<UInt64> { try StorageFixture.add(height, to: &store) }
        let reader = try openStore().store.reader
        #expect(reader.highestFinalization?.height == 6)
        let next = StorageFixture.ledger + "/ledger_0000000005-0000000005.sealed"
        #expect(disk.paths.contains(next))
    }

    @Test func `a sealed segment without its end gets it back`() throws {
        for cut in [512, 700, 1_536, 2_000] {
            let path = try write(sealing: true)
            let whole = try #require(try disk.contents(path))
            let file = try disk.open(path, .readWrite)
            try file.truncate(to: UInt64(whole.count - cut))
            var repair = try survey()
            #expect(!repair.damages.isEmpty)
            for damage in repair.damages {
                let height = try #require(damage.frame.height)
                let isMended =
                    damage.frame.kind == .block
                    ? try repair.mend(damage, with: StorageFixture.block(height))
                    : try repair.mend(damage, with: StorageFixture.finalization(height))
                #expect(isMended, "cut by \(cut)")
            }
            try expectWhole()
            #expect(try disk.contents(path)?.count == whole.count)
            for path in disk.paths { disk.lose(path) }
        }
    }

    @Test func `a block and a finalization without a trace go to the end of their segment`()
        throws
    {
        let path = try write(sealing: true)
        let whole = try #require(try disk.contents(path))
        disk.lose(StorageFixture.ledger + "/ledger_0000000001-0000000002.index")
        try disk.open(path, .readWrite).truncate(to: UInt64(Self.block))
        var repair = try survey()
        #expect(repair.damages.isEmpty)
        let block = StorageFixture.block(2)
        let wrong = StoredBlock(hash: block.hash, height: 2, header: [1], body: block.body)
        #expect(try !repair.add(wrong))
        #expect(try repair.add(block))
        #expect(try repair.add(StorageFixture.finalization(2)))
        #expect(try repair.reader.block(block.hash) == block)
        #expect(try repair.writeIndexes().count == 1)
        #expect(try disk.contents(path)?.count == whole.count)
        try expectWhole()
    }

    @Test(arguments: [false, true])
    func `a segment that is gone comes back`(hasIndex: Bool) throws {
        for name in ["ledger_0000000001-0000000002", "ledger_0000000003-0000000004"] {
            _ = try write(sealing: true)
            let path = StorageFixture.ledger + "/" + name
            disk.lose(path + ".sealed")
            if !hasIndex { disk.lose(path + ".index") }
            var repair = try survey()
            #expect(repair.absentSegments == [name + ".sealed"])
            #expect(repair.damages.count == (hasIndex ? 4 : 0))
            let first: UInt64 = name.hasSuffix("2") ? 1 : 3
            for height in first...first + 1 {
                let block = StorageFixture.block(height)
                let proof = StorageFixture.finalization(height)
                if hasIndex {
                    #expect(try repair.mend(repair.damages[0], with: block))
                    #expect(try repair.mend(repair.damages[0], with: proof))
                } else {
                    #expect(try repair.add(block) && repair.add(proof))
                }
            }
            // Block 3 goes where block 2 became final.
            #expect(try repair.writeIndexes().count == (hasIndex ? 0 : Int(first + 1) / 2))
            #expect(repair.absentSegments.isEmpty)
            disk.crash(.nothing)
            disk.restart()
            try expectWhole()
            for path in disk.paths { disk.lose(path) }
        }
    }

    @Test func `a segment that is gone and held nothing else than what is there is made empty`()
        throws
    {
        _ = try write(sealing: true)
        let path = StorageFixture.ledger + "/ledger_0000000003-0000000004"
        disk.lose(path + ".sealed")
        disk.lose(path + ".index")
        #expect(throws: StorageError.self) { try openStore() }
        var repair = try survey()
        try repair.createAbsentSegments()
        #expect(repair.absentSegments.isEmpty)
        #expect(try repair.writeIndexes() == ["ledger_0000000003-0000000004.index"])
        #expect(try openStore().store.reader.highestFinalization?.height == 5)
    }

    @Test func `what is added to the open segment stands before the end of an interrupted write`()
        throws
    {
        let path = try write(sealing: false)
        let end = try #require(try disk.contents(path)?.count)
        let torn = [UInt8](repeating: 7, count: 5_000)
        try disk.open(path, .readWrite).write(torn, at: UInt64(end))
        var repair = try survey()
        #expect(repair.tornByteCount == 5_000)
        let added = StorageFixture.block(6)
        #expect(try repair.add(added))
        let (store, report) = try openStore()
        #expect(report.healedByteCount == 0)
        #expect(try store.reader.block(added.hash) == added)
        try expectWhole()
    }

    @Test func `a missing or damaged index is written anew`() throws {
        _ = try write(sealing: true)
        let names = disk.paths.filter { $0.hasSuffix(".index") }
        let before = try names.map { try disk.contents($0) }
        disk.lose(names[0])
        disk.damage(names[1], at: 40)
        var repair = try survey()
        #expect(repair.damages.isEmpty && repair.unindexedSegments.count == 2)
        #expect(try repair.writeIndexes().count == 2)
        #expect(try names.map { try disk.contents($0) } == before)
        #expect(try openStore().report.rebuiltIndexes.isEmpty)
    }

    @Test func `damage in a segment without an index is mended, and then indexed`() throws {
        let path = try write(sealing: true)
        disk.lose(StorageFixture.ledger + "/ledger_0000000001-0000000002.index")
        disk.damage(path, at: Self.block + 20)
        var repair = try survey()
        #expect(try repair.writeIndexes().isEmpty)
        #expect(try repair.mend(repair.damages[0], with: StorageFixture.block(2)))
        #expect(try repair.writeIndexes().count == 1)
        try expectWhole()
    }

    @Test func `a blank frame in a sealed segment leaves its index`() throws {
        let path = try write(sealing: true)
        wipe(path, Self.finalization..<(Self.finalization + 512))
        var repair = try survey()
        try repair.clear(repair.damages[0])
        #expect(try repair.writeIndexes().count == 1)
        try expectWhole()
        #expect(try openStore().report.rebuiltIndexes.isEmpty)
    }

    @Test func `an interrupted write is left to the next start`() throws {
        let path = try write(sealing: false)
        disk.damage(path, at: 4 * 1_536 + 300)
        let before = try disk.contents(path)
        let repair = try survey()
        #expect(repair.damages.isEmpty && repair.tornByteCount == 1_536)
        #expect(try disk.contents(path) == before)
        #expect(try openStore().report.healedByteCount == 1_536)
    }

    @Test func `a repair that is cut short leaves damage that the next one mends`() throws {
        for operation in 0..<8 {
            for survival in CrashSurvival.allCases {
                for path in disk.paths { disk.lose(path) }
                let path = try write(sealing: true)
                disk.damage(path, at: Self.block + 20)
                wipe(path, Self.finalization..<(Self.finalization + 512))
                var faults = DiskFaults()
                faults.crashAt = disk.operationCount + operation
                faults.survival = survival
                disk.faults = faults
                try? repairAll()
                disk.restart()
                try repairAll()
                try expectWhole()
            }
        }
    }

    private func repairAll() throws {
        var repair = try survey()
        for damage in repair.damages where damage.frame.kind == .block {
            #expect(try repair.mend(damage, with: StorageFixture.block(2)))
        }
        for damage in repair.damages { try repair.clear(damage) }
        _ = try repair.writeIndexes()
    }

    @Test func `the message of a refused start names the repair and the home`() {
        let path = StorageFixture.ledger + "/ledger_0000000001-.open"
        for error in [
            StorageError.damagedSegment(path: path, offset: 0),
            .wrongSegmentSize(path: path, expected: 1, found: 0),
        ] {
            #expect(error.english.contains("lianzheng-node repair --home /home."))
            #expect(error.chinese.contains("lianzheng-node repair --home /home。"))
        }
    }
}
