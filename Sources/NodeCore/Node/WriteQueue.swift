import Storage

/// Writes gathered while a batch is on its way to the disk: one fsync a turn, one batch at a time.
///
/// Whatever waits for durability waits for the number of the batch that carries it.
struct WriteQueue: Sendable {
    private(set) var gathering = StoreBatch()
    /// The bytes of the batch being gathered.
    private(set) var gatheredByteCount = 0
    /// The number of the batch being gathered.
    private(set) var number: UInt64 = 1
    /// The number of the newest batch that carries anything: the gathered one, or that under way.
    var newest: UInt64 { gathering.isEmpty ? number - 1 : number }
    /// The batch on its way to the disk.
    private var underWay: StoreBatch?
    /// The disk had no room for the batch under way; it is handed out again at this time.
    private(set) var retryAtMs: UInt64?
    /// The view up to which votes may be signed as far as the disk knows.
    private var ceiling: ViewMark

    init(ceiling: ViewMark) { self.ceiling = ceiling }

    /// Adds a journal record; one above the ceiling raises that first (rule of the lost journal).
    mutating func add(_ record: JournalRecord) -> UInt64 {
        gathering.records.append(record)
        gatheredByteCount += record.payload.count
        if record.mark > ceiling {
            let (next, overflow) = record.mark.view.addingReportingOverflow(VoteCeiling.stride)
            ceiling = ViewMark(epoch: record.mark.epoch, view: overflow ? .max : next)
            if gathering.settledCeiling == nil {
                gathering.ceiling = ceiling
            } else {
                gathering.settledCeiling = ceiling
            }
        }
        return number
    }

    /// Says how far this life has voted, where a loss had left that unknown.
    mutating func settleCeiling(above mark: ViewMark) {
        precondition(ceiling == .unknown, "only an unknown ceiling is ever lowered")
        let (next, overflow) = mark.view.addingReportingOverflow(VoteCeiling.stride)
        ceiling = ViewMark(epoch: mark.epoch, view: overflow ? .max : next)
        gathering.settledCeiling = ceiling
    }

    /// Adds to the batch being gathered; answers its number.
    @discardableResult
    mutating func add(_ change: (inout StoreBatch) -> Void) -> UInt64 {
        let (blocks, finalizations) = (gathering.blocks.count, gathering.finalizations.count)
        change(&gathering)
        for block in gathering.blocks[blocks...] {
            gatheredByteCount += block.header.count + block.body.count
        }
        for one in gathering.finalizations[finalizations...] {
            gatheredByteCount += one.proof.count
        }
        return number
    }

    /// Whether the disk refuses what was written while this much and more waits behind it.
    func isStuck(with byteCount: Int) -> Bool {
        retryAtMs != nil && gatheredByteCount >= byteCount
    }

    /// The next batch, if there is something to write and nothing is being written.
    ///
    /// A batch for which there was no room comes again, under its number, when its time has come.
    mutating func take(nowMs: UInt64) -> (batch: StoreBatch, number: UInt64)? {
        if let underWay {
            guard let retryAtMs, retryAtMs <= nowMs else { return nil }
            self.retryAtMs = nil
            return (underWay, number - 1)
        }
        guard !gathering.isEmpty else { return nil }
        underWay = gathering
        defer {
            gathering = StoreBatch()
            gatheredByteCount = 0
            number += 1
        }
        return (gathering, number)
    }

    /// The batch taken last is durable.
    mutating func written() {
        precondition(
            underWay != nil && retryAtMs == nil,
            "a batch became durable that was never written"
        )
        underWay = nil
    }

    /// Nothing of the batch taken last was written; it is taken again later.
    mutating func refused(retryAtMs: UInt64) {
        precondition(underWay != nil, "a batch was refused that was never written")
        self.retryAtMs = retryAtMs
    }
}

/// What the records of the vote journal are, as the journal's own type byte says.
package enum JournalRecordType {
    /// A record of the replica.
    package static let consensus: UInt8 = 1
    /// Evidence against a validator that is to be reported.
    package static let evidence: UInt8 = 2
}
