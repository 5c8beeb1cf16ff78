package import CBOR
import Cryptography

/// The payload of a `proposal` statement: what is to change, why, and until when one may vote.
///
/// Wire form: `[ [+ change], reason, not-after ms, fewer-than-four ]`. The statement's subject is
/// "governance".
package struct Proposal: Hashable, Sendable {
    /// The subject of every proposal.
    package static let subject = "governance"
    /// The most changes of one proposal.
    package static let maximumChanges = 32
    /// The shortest and the longest time for voting, in milliseconds after the proposal's block.
    package static let votingMs: ClosedRange<UInt64> = 60_000...(90 * 86_400_000)

    /// What is to change, in this order and all at once.
    package let changes: [CharterChange]
    /// Why, for people.
    package let reason: String
    /// From when on nobody can vote any more, in milliseconds since 1970.
    package let notAfterMs: UInt64
    /// Whether fewer than four validators may be left, who then tolerate no fault.
    package let acceptsFewValidators: Bool

    /// Describes a proposal.
    package init(
        changes: [CharterChange],
        reason: String,
        notAfterMs: UInt64,
        acceptsFewValidators: Bool = false
    ) {
        self.changes = changes
        self.reason = reason
        self.notAfterMs = notAfterMs
        self.acceptsFewValidators = acceptsFewValidators
    }

    /// The deterministic encoding: the statement's payload.
    package var encoded: [UInt8] {
        var writer = CBORWriter(capacity: 1_024)
        writer.array(4)
        encodeChanges(into: &writer)
        writer.text(reason)
        writer.unsigned(notAfterMs)
        writer.boolean(acceptsFewValidators)
        return writer.bytes
    }

    private func encodeChanges(into writer: inout CBORWriter) {
        writer.array(changes.count)
        for change in changes { change.encode(into: &writer) }
    }

    /// What tells two proposals of the same changes from others.
    func changesDigest(_ suite: Suite) -> Digest {
        var writer = CBORWriter(capacity: 1_024)
        encodeChanges(into: &writer)
        writer.boolean(acceptsFewValidators)
        return suite.digest(writer.bytes)
    }

    /// Reads a whole payload.
    package init(decoding bytes: ArraySlice<UInt8>) throws(CBORError) {
        var reader = CBORReader(bytes)
        try reader.array(count: 4)
        let start = reader.position
        let count = try reader.array()
        // One more than allowed is let through, so that the rule about it can say so.
        guard count <= Self.maximumChanges + 1 else { throw .tooLong(at: start) }
        var changes: [CharterChange] = []
        for _ in 0..<count { changes.append(try CharterChange(from: &reader)) }
        self.changes = changes
        reason = try reader.text()
        notAfterMs = try reader.unsigned()
        acceptsFewValidators = try reader.boolean()
        try reader.finish()
    }
}
