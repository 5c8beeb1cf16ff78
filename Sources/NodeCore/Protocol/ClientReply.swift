package import Cryptography

/// What a node answers; one frame each, `[identifier, verb, …]`.
package struct ClientReply: Hashable, Sendable {
    /// The number that the client gave its request.
    package let identifier: UInt64
    /// The answer.
    package let body: Body

    /// The answers a node gives.
    package enum Body: Hashable, Sendable {
        /// The node's state as JSON text.
        case status(json: [UInt8])
        /// The statement is final, and durable at this node.
        case recorded(Recorded)
        /// The records that the asker may read.
        case records(RecordPage)
        /// What proves one statement.
        case evidence(EvidenceParts)
        /// The leaf index of a certificate.
        case located(leafIndex: UInt64)
        /// What governance decided and what is being voted on, as JSON text.
        case governance(json: [UInt8])
        /// The signed statement of a proposal.
        case proposal(statement: [UInt8])
        /// The keys that sign for a member, as JSON text.
        case keys(json: [UInt8])
        /// The sealed fields are kept, durably.
        case deposited
        /// The sealed fields of a certificate.
        case claimed(sealed: [UInt8])
        /// What a holder's key shall sign, on this connection and once.
        case challenge(Digest)
        /// What proves the status of 512 statements in a row.
        case statusChunk(StatusParts)
        /// The request is refused; nothing was recorded.
        case refused(Refusal)
    }

    /// Makes a reply.
    package init(identifier: UInt64, body: Body) {
        self.identifier = identifier
        self.body = body
    }
}

/// Where a statement stands on the ledger.
package struct Recorded: Hashable, Sendable {
    /// Height of the block that holds it.
    package let height: UInt64
    /// Its leaf index in the history tree.
    package let leafIndex: UInt64
    /// The block's time, milliseconds since 1970.
    package let timeMs: UInt64

    /// Makes a place.
    package init(height: UInt64, leafIndex: UInt64, timeMs: UInt64) {
        self.height = height
        self.leafIndex = leafIndex
        self.timeMs = timeMs
    }
}

/// One page of records, in ledger order.
package struct RecordPage: Hashable, Sendable {
    /// The records.
    package let records: [FoundRecord]
    /// Where to go on; nil when this is the last page.
    package let next: UInt64?

    /// Makes a page.
    package init(records: [FoundRecord], next: UInt64?) {
        self.records = records
        self.next = next
    }
}

/// One record as it stands on the ledger.
package struct FoundRecord: Hashable, Sendable {
    /// Leaf index of the batch statement that holds it.
    package let leafIndex: UInt64
    /// Position in the batch.
    package let recordIndex: UInt64
    /// Height of the block.
    package let height: UInt64
    /// Time of the block, milliseconds since 1970.
    package let timeMs: UInt64
    /// The signed batch statement.
    package let statement: [UInt8]
    /// The record's bytes.
    package let record: [UInt8]
    /// The record's path to the batch root in the statement.
    package let path: [Digest]

    /// Makes a found record.
    package init(
        leafIndex: UInt64,
        recordIndex: UInt64,
        height: UInt64,
        timeMs: UInt64,
        statement: [UInt8],
        record: [UInt8],
        path: [Digest]
    ) {
        self.leafIndex = leafIndex
        self.recordIndex = recordIndex
        self.height = height
        self.timeMs = timeMs
        self.statement = statement
        self.record = record
        self.path = path
    }
}

/// The pieces of a certificate's evidence that a node holds, each as its encoded bytes.
package struct EvidenceParts: Hashable, Sendable {
    /// The statement that they prove.
    package var statement: [UInt8]
    /// Header and finalization of the recorded anchor.
    package var recordedHeader: [UInt8]
    /// The finalization of the recorded anchor.
    package var recordedFinalization: [UInt8]
    /// CBOR `[tree-size, leaf-index, path]` against the recorded anchor.
    package var inclusion: [UInt8]
    /// Header of the status anchor.
    package var statusHeader: [UInt8]
    /// The finalization of the status anchor.
    package var statusFinalization: [UInt8]
    /// CBOR `[chunk, chunk-count, chunk-index, path]` against the status anchor.
    package var status: [UInt8]
    /// The validator set that finalized the status anchor.
    package var validatorSet: [UInt8]
    /// The changes of validators from the genesis to the status anchor, oldest first; those up to
    /// the recorded anchor's epoch are the first of them.
    package var hops: [EvidenceHop]
    /// Grant statements, each with its inclusion proof against the recorded anchor.
    package var issuerEvidence: [ProvenStatement]
    /// The statement that last changed the status, proven against the status anchor.
    package var statusEvent: ProvenStatement?

    /// Makes the parts.
    package init(
        statement: [UInt8],
        recordedHeader: [UInt8],
        recordedFinalization: [UInt8],
        inclusion: [UInt8],
        statusHeader: [UInt8],
        statusFinalization: [UInt8],
        status: [UInt8],
        validatorSet: [UInt8],
        hops: [EvidenceHop] = [],
        issuerEvidence: [ProvenStatement],
        statusEvent: ProvenStatement?
    ) {
        self.statement = statement
        self.recordedHeader = recordedHeader
        self.recordedFinalization = recordedFinalization
        self.inclusion = inclusion
        self.statusHeader = statusHeader
        self.statusFinalization = statusFinalization
        self.status = status
        self.validatorSet = validatorSet
        self.hops = hops
        self.issuerEvidence = issuerEvidence
        self.statusEvent = statusEvent
    }
}

/// One change of validators: the last block of an epoch and who decides from then on.
package struct EvidenceHop: Hashable, Sendable {
    /// The encoded header of the epoch's last block.
    package let header: [UInt8]
    /// Its finalization by the validators of the epoch.
    package let finalization: [UInt8]
    /// The encoded set of the next epoch; empty when the validators stay the same.
    package let nextValidators: [UInt8]

    /// Makes a hop.
    package init(header: [UInt8], finalization: [UInt8], nextValidators: [UInt8]) {
        self.header = header
        self.finalization = finalization
        self.nextValidators = nextValidators
    }
}

/// A statement and its inclusion proof.
package struct ProvenStatement: Hashable, Sendable {
    /// The signed statement.
    package let statement: [UInt8]
    /// CBOR `[tree-size, leaf-index, path]`.
    package let inclusion: [UInt8]

    /// Makes a pair.
    package init(statement: [UInt8], inclusion: [UInt8]) {
        self.statement = statement
        self.inclusion = inclusion
    }
}

/// Why a request was refused, in words for people and a code for machines.
package struct Refusal: Error, Hashable, Sendable {
    /// A stable code such as `ledger.notTheSource`.
    package let code: String
    /// The reason in Chinese.
    package let chinese: String
    /// The reason in English.
    package let english: String
    /// The records of a batch that caused it; empty when the whole request is refused.
    package let records: [RefusedRecord]

    /// Makes a refusal.
    package init(
        code: String,
        chinese: String,
        english: String,
        records: [RefusedRecord] = []
    ) {
        self.code = code
        self.chinese = chinese
        self.english = english
        self.records = records
    }
}

/// One record of a refused batch.
package struct RefusedRecord: Hashable, Sendable {
    /// Position in the batch.
    package let index: UInt64
    /// A stable code.
    package let code: String
    /// The field, empty when it concerns the whole record.
    package let field: String
    /// The reason in Chinese.
    package let chinese: String
    /// The reason in English.
    package let english: String

    /// Makes one.
    package init(index: UInt64, code: String, field: String, chinese: String, english: String) {
        self.index = index
        self.code = code
        self.field = field
        self.chinese = chinese
        self.english = english
    }
}
