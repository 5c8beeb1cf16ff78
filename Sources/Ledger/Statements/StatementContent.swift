package import Cryptography

/// What a statement says, by its kind.
package enum StatementContent: Sendable {
    /// A batch of records.
    case records(InspectedBatch)
    /// A certificate.
    case certificate(CertificateClaims)
    /// What becomes of an earlier entry.
    case status(StatusChange)
    /// A key for an officer, known to lie on the curve.
    case grant(KeyGrant, VerificationKey)
    /// What is proposed to change.
    case proposal(InspectedProposal)
    /// A voice for or against a proposal.
    case ballot(Ballot)
    /// A proof that a validator contradicted itself.
    case equivocation(InspectedEquivocation)
}

/// What execution needs of a batch: the records themselves are not looked at again.
package struct InspectedBatch: Sendable {
    /// The payload.
    package let batch: RecordBatch
    /// The role that is the source of the category.
    package let source: String
    /// The position of the category in the catalogue.
    package let categoryIndex: Int
    /// What each record does to which key, in their order.
    package let keys: [KeyOperation]

    /// What one record does to its key.
    package struct KeyOperation: Hashable, Sendable {
        /// The key's tag.
        package let tag: Tag
        /// What the record does.
        package let operation: RecordOperation
    }
}
