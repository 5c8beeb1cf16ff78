/// All records of one sync as they lie in a journal segment. Spec: <doc:OnDiskFormat#Journal-batch>
///
/// The batch, not the record, carries checksum and link: what was written together is there
/// together or not at all, so an interrupted batch never looks like a hole before good records.
/// The link is the checksum of the batch before. A batch that is whole but stands where another
/// belongs fails its sequence number or its link.
struct JournalBatch: Hashable, Sendable {
    /// Counts batches over the whole life of the journal, from 1.
    let sequence: UInt64
    /// The checksum of the batch before; 0 for the first.
    let link: UInt32
    let records: [JournalRecord]

    /// Batches begin at multiples of this, so that writing one never touches a page, or a disk
    /// sector, that holds another.
    static let alignment = 4096
    /// The most bytes of one batch.
    static let byteLimit = 32 << 20

    private static let magic: [UInt8] = Array("LZJ\u{1}".utf8)
    private static let headByteCount = 24
    private static let recordHeadByteCount = 21

    /// The bytes of a batch of these records, with the zeros that fill it up.
    static func byteCount(of records: [JournalRecord]) -> Int {
        let content = records.reduce(0) { $0 + recordHeadByteCount + $1.payload.count }
        return (headByteCount + content + 4).roundedUp(toMultipleOf: alignment)
    }

    /// The bytes with the zeros that fill them up, and the checksum for the next link.
    func encoded() -> (bytes: [UInt8], checksum: UInt32) {
        var bytes: [UInt8] = []
        let byteCount = Self.byteCount(of: records)
        bytes.reserveCapacity(byteCount)
        bytes += Self.magic
        bytes.appendBigEndian(
            UInt32(records.reduce(0) { $0 + Self.recordHeadByteCount + $1.payload.count })
        )
        bytes.appendBigEndian(sequence)
        bytes.appendBigEndian(UInt32(records.count))
        bytes.appendBigEndian(link)
        for record in records {
            bytes.appendBigEndian(UInt32(record.payload.count))
            bytes.append(record.type)
            bytes.appendBigEndian(record.mark.epoch)
            bytes.appendBigEndian(record.mark.view)
            bytes += record.payload
        }
        let checksum = CRC32C.checksum(bytes)
        bytes.appendBigEndian(checksum)
        bytes.padWithZeros(toMultipleOf: Self.alignment)
        return (bytes, checksum)
    }

    /// Reads the batch at the beginning of a view; nil when it is not whole.
    static func decode(
        _ bytes: ArraySlice<UInt8>
    ) -> (batch: JournalBatch, checksum: UInt32, byteCount: Int)? {
        guard bytes.starts(with: magic) else { return nil }
        var head = FieldReader(bytes.dropFirst(magic.count))
        guard let contentByteCount = head.integer(UInt32.self).map(Int.init),
            let sequence = head.integer(UInt64.self),
            let recordCount = head.integer(UInt32.self),
            let link = head.integer(UInt32.self),
            let content = head.bytes(contentByteCount),
            let checksum = head.integer(UInt32.self),
            checksum == CRC32C.checksum(bytes.prefix(headByteCount + contentByteCount)),
            let records = records(content, count: recordCount)
        else { return nil }
        let byteCount = (headByteCount + contentByteCount + 4).roundedUp(toMultipleOf: alignment)
        let batch = JournalBatch(sequence: sequence, link: link, records: records)
        return (batch, checksum, byteCount)
    }

    private static func records(
        _ content: ArraySlice<UInt8>,
        count: UInt32
    ) -> [JournalRecord]? {
        var fields = FieldReader(content)
        var records: [JournalRecord] = []
        for _ in 0..<count {
            guard let byteCount = fields.integer(UInt32.self),
                let type = fields.integer(UInt8.self),
                let epoch = fields.integer(UInt64.self),
                let view = fields.integer(UInt64.self),
                let payload = fields.bytes(Int(byteCount))
            else { return nil }
            records.append(
                JournalRecord(
                    type: type,
                    mark: ViewMark(epoch: epoch, view: view),
                    payload: Array(payload)
                )
            )
        }
        return fields.rest.isEmpty ? records : nil
    }
}
