package import CBOR
package import Cryptography
package import Merkle

/// The payload of a `status` statement: what becomes of an earlier entry, and why.
///
/// Wire form: `[ leaf index, entry, new status, reason, effective ms ]`. The statement's subject
/// is that of its target: a certificate's identifier, or the name of a granted key in hexadecimal,
/// so that whoever looks for a certificate finds its whole history.
package struct StatusChange: Hashable, Sendable {
    /// The target's leaf index.
    package let leafIndex: UInt64
    /// The target's entry, so that nobody withdraws by a slip of a digit.
    package let entry: Digest
    /// What it becomes.
    package let status: Status
    /// Why, for people.
    package let reason: String
    /// Since when it is so, in milliseconds since 1970: a forfeiture counts from the decision, a
    /// revocation from the issue.
    package let effectiveMs: UInt64

    /// Describes a change.
    package init(
        leafIndex: UInt64,
        entry: Digest,
        status: Status,
        reason: String,
        effectiveMs: UInt64
    ) {
        self.leafIndex = leafIndex
        self.entry = entry
        self.status = status
        self.reason = reason
        self.effectiveMs = effectiveMs
    }

    /// The deterministic encoding: the statement's payload.
    package var encoded: [UInt8] {
        var writer = CBORWriter()
        writer.array(5)
        writer.unsigned(leafIndex)
        writer.byteString(entry)
        writer.unsigned(UInt64(status.rawValue))
        writer.text(reason)
        writer.unsigned(effectiveMs)
        return writer.bytes
    }

    /// Reads a whole payload.
    package init(decoding bytes: ArraySlice<UInt8>) throws(CBORError) {
        var reader = CBORReader(bytes)
        try reader.array(count: 5)
        leafIndex = try reader.unsigned()
        entry = try reader.digest()
        let start = reader.position
        guard let number = UInt8(exactly: try reader.unsigned()),
            let status = Status(rawValue: number), status.isAssignable
        else { throw .outOfRange(at: start) }
        self.status = status
        reason = try reader.text()
        effectiveMs = try reader.unsigned()
        try reader.finish()
    }
}

extension Status {
    /// Whether a statement can give the status; the others are facts about the kind of entry.
    var isAssignable: Bool { self != .notWithdrawable && self != .unallocated }
}
