/// Both copies of one journal segment, read whole.
struct JournalSegmentImage {
    /// A batch that is good in at least one copy.
    struct Found {
        let batch: JournalBatch
        let checksum: UInt32
        let byteCount: Int
        let isMissingInOneCopy: Bool
    }

    /// The open files of both copies.
    let files: [any File]
    private let contents: [[UInt8]]

    /// The bytes of the longer copy.
    var byteCount: Int { contents.map(\.count).max() ?? 0 }

    /// Reads both copies; a missing one is created empty, to be filled by repairs.
    init(_ name: UInt64, _ folders: JournalFolders) throws(StorageError) {
        var files: [any File] = []
        var contents: [[UInt8]] = []
        for copy in folders.copies {
            let path = JournalFolders.path(copy, name)
            let file = try folders.fileSystem.open(path, .readWriteOrCreate)
            contents.append(try file.read(at: 0, byteCount: Int(clamping: try file.byteCount())))
            files.append(file)
        }
        self.files = files
        self.contents = contents
    }

    /// The batch that belongs at an offset, from whichever copy has it.
    func batch(at offset: Int, sequence: UInt64, link: UInt32?) -> Found? {
        let copies = contents.map { bytes -> (JournalBatch, UInt32, Int)? in
            guard offset < bytes.count, let found = JournalBatch.decode(bytes[offset...]),
                found.batch.sequence == sequence, link == nil || found.batch.link == link
            else { return nil }
            return found
        }
        guard let (batch, checksum, byteCount) = copies.compactMap(\.self).first else {
            return nil
        }
        return Found(
            batch: batch,
            checksum: checksum,
            byteCount: byteCount,
            isMissingInOneCopy: copies.contains { $0 == nil }
        )
    }

    /// Good batches of later sequence numbers at or behind an offset: each proves that whatever
    /// stood before it had been acknowledged.
    func batches(behind offset: Int, from sequence: UInt64) -> [Found] {
        var found: [Found] = []
        var expected = sequence
        for place in stride(from: offset, to: byteCount, by: JournalBatch.alignment) {
            for bytes in contents where place < bytes.count {
                guard let (batch, checksum, byteCount) = JournalBatch.decode(bytes[place...]),
                    batch.sequence >= expected, batch.sequence < .max
                else { continue }
                expected = batch.sequence + 1
                found.append(
                    Found(
                        batch: batch,
                        checksum: checksum,
                        byteCount: byteCount,
                        isMissingInOneCopy: false
                    )
                )
            }
        }
        return found
    }

    /// Writes a batch where a copy does not have it, durably.
    func repair(_ batch: JournalBatch, at offset: Int) throws(StorageError) {
        let good = batch.encoded().bytes
        for (file, bytes) in zip(files, contents) {
            if bytes.dropFirst(offset).starts(with: good) { continue }
            try file.write(good, at: UInt64(offset))
            try file.syncData()
        }
    }

    /// Writes a batch to both copies, whatever they hold; ``clear(from:byteCount:)`` syncs.
    func write(_ batch: JournalBatch, at offset: Int) throws(StorageError) {
        let bytes = batch.encoded().bytes
        for file in files { try file.write(bytes, at: UInt64(offset)) }
    }

    /// Zeros both copies from an offset to the end and gives them their full size, durably; true
    /// when there was anything but zeros.
    func clear(from offset: Int, byteCount: Int) throws(StorageError) -> Bool {
        let end = max(self.byteCount, byteCount)
        var found = false
        for (file, bytes) in zip(files, contents) {
            let isTorn = bytes.dropFirst(offset).contains { $0 != 0 }
            if isTorn || bytes.count < end {
                try file.write(
                    [UInt8](repeating: 0, count: end - offset),
                    at: UInt64(offset)
                )
            }
            try file.syncData()
            found = found || isTorn
        }
        return found
    }
}
