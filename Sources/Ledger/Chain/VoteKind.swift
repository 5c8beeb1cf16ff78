package import CBOR

/// The three votes of Simplex.
package enum VoteKind: String, Hashable, Sendable, CaseIterable {
    /// "Valid, extends an acceptable parent, and I hold its bytes durably."
    case notarize
    /// "Skip this view."
    case nullify
    /// "Notarized, durable here, and I have not nullified the view."
    case finalize

    /// Reads the kind by its name.
    package init(from reader: inout CBORReader) throws(ChainError) {
        let name: String
        do { name = try reader.text() } catch { throw .encoding(error) }
        guard let kind = VoteKind(rawValue: name) else { throw .unknownVoteKind }
        self = kind
    }
}
