import CBOR
import Ledger
package import Merkle

/// What makes a statement checkable by anyone who has the genesis.
///
///     { 1: recorded anchor, 2: inclusion, 3: status anchor, 4: status, 5: << validator set >>,
///       ? 6: [ + hop ], ? 7: [ + recorded statement ], ? 8: recorded statement }
///
/// The recorded anchor proves when the statement was recorded; the status anchor, usually a later
/// one, what has become of it since. Nothing here is believed for being here.
package struct LedgerEvidence: Hashable, Sendable {
    /// The block that the inclusion proofs of the statement and of grants lead to.
    package var recorded: Anchor
    /// The proof that the statement is recorded.
    package var inclusion: InclusionProof
    /// The block that the status proof leads to.
    package var statusAnchor: Anchor
    /// The proof of the statement's status.
    package var status: StatusProof
    /// The encoded set of validators that finalized the status anchor.
    package var validators: ArraySlice<UInt8>
    /// How to get from the genesis's validators to those of the anchors.
    package var hops: [Hop] = []
    /// The grants from a key of the genesis to the issuer's, proven by the recorded anchor.
    package var grants: [RecordedStatement] = []
    /// The statement that gave the status its value, proven by the status anchor.
    package var statusEvent: RecordedStatement?
}

// MARK: - Bytes

extension LedgerEvidence {
    /// The most changes of the validator set that a file may lead through.
    private static let maximumHops = 1_024
    /// The most grants between a key of the genesis and the issuer's.
    private static let maximumGrants = 16

    private enum Key {
        static let recorded: UInt64 = 1
        static let inclusion: UInt64 = 2
        static let statusAnchor: UInt64 = 3
        static let status: UInt64 = 4
        static let validators: UInt64 = 5
        static let hops: UInt64 = 6
        static let grants: UInt64 = 7
        static let statusEvent: UInt64 = 8
    }

    func encode(into writer: inout CBORWriter) {
        let optional = [!hops.isEmpty, !grants.isEmpty, statusEvent != nil]
        writer.map(5 + optional.count { $0 })
        writer.unsigned(Key.recorded)
        recorded.encode(into: &writer)
        writer.unsigned(Key.inclusion)
        inclusion.encode(into: &writer)
        writer.unsigned(Key.statusAnchor)
        statusAnchor.encode(into: &writer)
        writer.unsigned(Key.status)
        status.encode(into: &writer)
        writer.unsigned(Key.validators)
        writer.byteString(validators)
        if !hops.isEmpty {
            writer.unsigned(Key.hops)
            writer.array(hops.count)
            for hop in hops { hop.encode(into: &writer) }
        }
        if !grants.isEmpty {
            writer.unsigned(Key.grants)
            writer.array(grants.count)
            for grant in grants { grant.encode(into: &writer) }
        }
        if let statusEvent {
            writer.unsigned(Key.statusEvent)
            statusEvent.encode(into: &writer)
        }
    }

    init(from reader: inout CBORReader) throws(EvidenceError) {
        let start = reader.position
        let count = try reading { () throws(CBORError) in try reader.map() }
        try reader.expect(Key.recorded)
        recorded = try Anchor(from: &reader)
        try reader.expect(Key.inclusion)
        inclusion = try reading { () throws(CBORError) in try InclusionProof(from: &reader) }
        try reader.expect(Key.statusAnchor)
        statusAnchor = try Anchor(from: &reader)
        try reader.expect(Key.status)
        status = try reading { () throws(CBORError) in try StatusProof(from: &reader) }
        try reader.expect(Key.validators)
        validators = try reading { () throws(CBORError) in try reader.byteString() }
        var rest = count - 5
        if rest > 0, reader.takes(Key.hops) {
            hops = try reader.list(upTo: Self.maximumHops, Hop.init)
            rest -= 1
        }
        if rest > 0, reader.takes(Key.grants) {
            grants = try reader.list(upTo: Self.maximumGrants, RecordedStatement.init)
            rest -= 1
        }
        if rest > 0, reader.takes(Key.statusEvent) {
            statusEvent = try RecordedStatement(from: &reader)
            rest -= 1
        }
        guard rest == 0 else { throw .encoding(.outOfRange(at: start)) }
    }
}

extension CBORReader {
    /// Reads a map's key, which must be this one.
    fileprivate mutating func expect(_ key: UInt64) throws(EvidenceError) {
        guard takes(key) else { throw .encoding(.outOfRange(at: position)) }
    }

    /// Reads a map's key if it is this one.
    fileprivate mutating func takes(_ key: UInt64) -> Bool {
        var probe = self
        guard (try? probe.unsigned()) == key else { return false }
        self = probe
        return true
    }

    /// Reads an array with at least one item and at most `limit`.
    fileprivate mutating func list<Item>(
        upTo limit: Int,
        _ read: (inout CBORReader) throws(EvidenceError) -> Item
    ) throws(EvidenceError) -> [Item] {
        let start = position
        let count: Int
        do { count = try array() } catch { throw .encoding(error) }
        guard (1...limit).contains(count) else { throw .encoding(.outOfRange(at: start)) }
        var items: [Item] = []
        items.reserveCapacity(count)
        for _ in 0..<count { items.append(try read(&self)) }
        return items
    }
}
