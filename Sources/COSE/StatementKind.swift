/// What a statement on the ledger does.
package enum StatementKind: String, Hashable, Sendable, CaseIterable {
    /// Writes a batch of records of one category.
    case records
    /// Issues an e-certificate or an approval result.
    case certificate
    /// Changes the status of an earlier entry.
    case status
    /// Gives an officer's key the right to act for a member.
    case grant
    /// Lets a reader see an enterprise's records.
    case consent
    /// Notes that somebody read records.
    case access
    /// Proposes a change of the ledger's rules or members.
    case proposal
    /// Decides on a proposal.
    case ballot
    /// Proves that a validator cast two votes that contradict each other.
    case equivocation
    /// Asks a node for records; never recorded.
    case query
    /// Signs an audit report; never recorded.
    case report
    /// Leaves a certificate's fields, sealed, at a node for their holder; never recorded.
    case deposit
    /// Asks for them with the holder's key; never recorded.
    case claim
    /// The officer's half of what two persons sign; never recorded by itself.
    case draft

    private static let prefix = "application/lianzheng-"

    /// The `typ` header parameter (RFC 9596).
    package var contentType: String { Self.prefix + rawValue }

    /// The kind of a `typ` header parameter; nil for types that are not ours.
    package init?(contentType: String) {
        guard contentType.hasPrefix(Self.prefix) else { return nil }
        self.init(rawValue: String(contentType.dropFirst(Self.prefix.count)))
    }
}
