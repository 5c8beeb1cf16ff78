package import NodeCore

/// Sends batches to a node, several at a time, until each line is recorded or refused.
package struct Submitter {
    /// A batch as the node takes it.
    package struct Prepared: Hashable, Sendable {
        /// The signed statement.
        package let statement: [UInt8]
        /// The records, which travel beside it.
        package let attachment: [UInt8]

        /// Pairs a statement with its records.
        package init(statement: [UInt8], attachment: [UInt8]) {
            self.statement = statement
            self.attachment = attachment
        }
    }

    /// How many statements may wait for finality at once.
    package static let maximumUnderWay = 8

    private let connection: NodeConnection
    private let prepare: (UploadBatch) throws(ClientError) -> Prepared

    /// A submitter that signs each batch by `prepare` at the moment at which it is sent.
    package init(
        to connection: NodeConnection,
        prepare: @escaping (UploadBatch) throws(ClientError) -> Prepared
    ) {
        self.connection = connection
        self.prepare = prepare
    }

    /// Submits everything; `progress` hears how many lines are settled.
    package func submit(
        _ batches: [UploadBatch],
        progress: (Int) -> Void = { _ in }
    ) throws(ClientError) -> SubmissionOutcome {
        var waiting = batches[...]
        var again: [UploadBatch] = []
        var underWay: [UInt64: UploadBatch] = [:]
        var outcome = SubmissionOutcome()
        while !waiting.isEmpty || !again.isEmpty || !underWay.isEmpty {
            while underWay.count < Self.maximumUnderWay,
                let batch = again.popLast() ?? waiting.popFirst()
            {
                let prepared = try prepare(batch)
                let number = try connection.send(
                    .submit(statement: prepared.statement, attachment: prepared.attachment)
                )
                underWay[number] = batch
            }
            let reply = try connection.receive()
            guard let batch = underWay.removeValue(forKey: reply.identifier) else { continue }
            switch reply.body {
            case .recorded(let place):
                outcome.record(batch, at: place)
            case .refused(let refusal):
                let after = batch.after(refusal)
                outcome.refused += after.refused
                if let rest = after.rest { again.append(rest) }
            default:
                throw .unexpectedAnswer(node: connection.node.name)
            }
            progress(outcome.recordCount + outcome.refused.count)
        }
        return outcome
    }
}

/// What became of the lines that were sent.
package struct SubmissionOutcome: Hashable, Sendable {
    /// How many records are final.
    package private(set) var recordCount = 0
    /// In how many statements.
    package private(set) var statementCount = 0
    /// Where the newest of them stands.
    package private(set) var last: Recorded?
    /// The lines that the ledger refused.
    package var refused: [RefusedLine] = []

    /// Nothing sent yet.
    package init() {}

    mutating func record(_ batch: UploadBatch, at place: Recorded) {
        recordCount += batch.lines.count
        statementCount += 1
        if place.height >= last?.height ?? 0 { last = place }
    }
}
