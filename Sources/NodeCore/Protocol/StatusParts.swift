import CBOR

/// What proves the newest status of 512 statements in a row, each part as its encoded bytes.
///
///     [header, finalization, status, validator set, [* hop], [* [leaf index, event]]]
package struct StatusParts: Hashable, Sendable {
    /// The most changes that are sent along; where there are more, none is.
    package static let maximumChanges = 32

    /// Header of the status anchor.
    package let header: [UInt8]
    /// Its finalization.
    package let finalization: [UInt8]
    /// CBOR `[chunk, chunk-count, chunk-index, path]` against the anchor.
    package let status: [UInt8]
    /// The validator set that finalized the anchor.
    package let validatorSet: [UInt8]
    /// The changes of validators from the genesis to the anchor, oldest first.
    package let hops: [EvidenceHop]
    /// What last changed a status, for each of the 512 whose status was ever changed.
    package let changes: [Change]

    /// A statement that changed a status.
    package struct Change: Hashable, Sendable {
        /// The leaf whose status it changed.
        package let leafIndex: UInt64
        /// The statement, proven against the anchor.
        package let event: ProvenStatement

        /// Makes a pair.
        package init(leafIndex: UInt64, event: ProvenStatement) {
            self.leafIndex = leafIndex
            self.event = event
        }
    }

    /// Makes the parts.
    package init(
        header: [UInt8],
        finalization: [UInt8],
        status: [UInt8],
        validatorSet: [UInt8],
        hops: [EvidenceHop] = [],
        changes: [Change] = []
    ) {
        self.header = header
        self.finalization = finalization
        self.status = status
        self.validatorSet = validatorSet
        self.hops = hops
        self.changes = changes
    }

    /// The statement that last changed the status of a leaf, if it was sent along.
    package func event(of leafIndex: UInt64) -> ProvenStatement? {
        changes.first { $0.leafIndex == leafIndex }?.event
    }
}

extension StatusParts {
    func encode(into writer: inout CBORWriter) {
        writer.array(6)
        for part in [header, finalization, status, validatorSet] { writer.byteString(part) }
        writer.array(hops.count)
        for hop in hops { hop.encode(into: &writer) }
        writer.array(changes.count)
        for change in changes {
            writer.array(2)
            writer.unsigned(change.leafIndex)
            change.event.encode(into: &writer)
        }
    }

    init(from reader: inout CBORReader) throws(CBORError) {
        try reader.array(count: 6)
        var parts: [[UInt8]] = []
        for _ in 0..<4 { parts.append([UInt8](try reader.byteString())) }
        var hops: [EvidenceHop] = []
        for _ in 0..<(try reader.array()) { hops.append(try EvidenceHop(from: &reader)) }
        let start = reader.position
        let count = try reader.array()
        guard count <= Self.maximumChanges else { throw .tooLong(at: start) }
        var changes: [Change] = []
        for _ in 0..<count {
            try reader.array(count: 2)
            changes.append(
                Change(
                    leafIndex: try reader.unsigned(),
                    event: try ProvenStatement(from: &reader)
                )
            )
        }
        self.init(
            header: parts[0],
            finalization: parts[1],
            status: parts[2],
            validatorSet: parts[3],
            hops: hops,
            changes: changes
        )
    }
}
