/// The one table of limits; the genesis fixes them for everybody.
///
/// Each limit has a name in genesis.json, which is the name of its property.
package struct Limits: Hashable, Sendable {
    /// The longest encoded block body, in bytes.
    package var blockBytes: UInt64 = 4 << 20
    /// The most statements in a block.
    package var blockStatements: UInt64 = 16_384
    /// The most records in a block.
    package var blockRecords: UInt64 = 50_000
    /// The most records in one batch.
    package var batchRecords: UInt64 = 4_000
    /// The longest record, in bytes.
    package var recordBytes: UInt64 = 16_384
    /// The longest statement, in bytes, without its attachment.
    package var statementBytes: UInt64 = 32_768
    /// The longest attachment, in bytes.
    package var attachmentBytes: UInt64 = 3 << 20
    /// The most readers for whom one batch key may be wrapped.
    package var batchReaders: UInt64 = 64
    /// The most salted field digests of a certificate.
    package var certificateFields: UInt64 = 64
    /// The most document digests of a certificate.
    package var certificateDocuments: UInt64 = 16
    /// The longest reason of a change of status, in bytes of UTF-8.
    package var reasonBytes: UInt64 = 1_024
    /// How long after being signed a statement may be recorded, in milliseconds of block time.
    package var replayWindowMs: UInt64 = 600_000
    /// How far a signer's clock may run ahead of block time, in milliseconds.
    package var clockSkewMs: UInt64 = 60_000
    /// After how long an idle chain makes an empty block, in milliseconds.
    package var heartbeatMs: UInt64 = 30_000
    /// The most validators of an epoch.
    package var validators: UInt64 = 100

    /// The limits that suit a district's chain.
    package static let standard = Limits()

    /// The standard limits, to be changed where they do not suit.
    package init() {}
}

extension Limits {
    /// Every limit by its name, in the order of the table.
    package var named: [(name: String, value: UInt64)] {
        Self.table.map { ($0.name, self[keyPath: $0.path]) }
    }

    /// A limit's name, where it is stored, and the values that a genesis may choose.
    struct Entry: Sendable {
        let name: String
        let path: any WritableKeyPath<Limits, UInt64> & Sendable
        let allowed: ClosedRange<UInt64>

        init(
            _ name: String,
            _ path: any WritableKeyPath<Limits, UInt64> & Sendable,
            _ allowed: ClosedRange<UInt64>
        ) {
            self.name = name
            self.path = path
            self.allowed = allowed
        }
    }

    /// Every limit, in the order in which a genesis lists them.
    static let table: [Entry] = [
        Entry("blockBytes", \.blockBytes, 4_096...(16 << 20)),
        Entry("blockStatements", \.blockStatements, 1...65_536),
        Entry("blockRecords", \.blockRecords, 1...1_000_000),
        Entry("batchRecords", \.batchRecords, 1...65_536),
        Entry("recordBytes", \.recordBytes, 64...(1 << 20)),
        Entry("statementBytes", \.statementBytes, 1_024...(1 << 20)),
        Entry("attachmentBytes", \.attachmentBytes, 1_024...(8 << 20)),
        Entry("batchReaders", \.batchReaders, 1...1_024),
        Entry("certificateFields", \.certificateFields, 1...1_024),
        Entry("certificateDocuments", \.certificateDocuments, 1...1_024),
        Entry("reasonBytes", \.reasonBytes, 16...65_536),
        Entry("replayWindowMs", \.replayWindowMs, 1_000...86_400_000),
        Entry("clockSkewMs", \.clockSkewMs, 0...3_600_000),
        Entry("heartbeatMs", \.heartbeatMs, 100...86_400_000),
        Entry("validators", \.validators, 1...100),
    ]
}
