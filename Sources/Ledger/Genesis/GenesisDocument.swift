package import Cryptography

/// What a genesis says, before anything has been checked: the builder's side of `Genesis`.
package struct GenesisDocument: Hashable, Sendable {
    /// The version of the document's format.
    package static let format: Int64 = 2

    /// The algorithms of the chain.
    package var suite: Suite
    /// The chain's name, for people.
    package var name: String
    /// When the chain was created, in milliseconds since 1970: the time of block 0.
    package var createdMs: UInt64
    /// The digest of the catalogue file that goes with the chain.
    package var catalogueDigest: Digest
    /// The members, in an order that never changes.
    package var members: [Member]
    /// The nodes; those with a vote key are the validators of epoch 0, in this order.
    package var nodes: [NodeEntry]
    /// The first keys; the tree's first leaves, in this order.
    package var grants: [KeyGrant]
    /// The types of certificates that may be issued.
    package var certificateTypes: [CertificateDefinition]
    /// Who decides on changes.
    package var governance: Governance
    /// The limits.
    package var limits: Limits

    /// Describes a genesis.
    package init(
        suite: Suite,
        name: String,
        createdMs: UInt64,
        catalogueDigest: Digest,
        members: [Member],
        nodes: [NodeEntry],
        grants: [KeyGrant],
        certificateTypes: [CertificateDefinition],
        governance: Governance = .standard,
        limits: Limits = .standard
    ) {
        self.suite = suite
        self.name = name
        self.createdMs = createdMs
        self.catalogueDigest = catalogueDigest
        self.members = members
        self.nodes = nodes
        self.grants = grants
        self.certificateTypes = certificateTypes
        self.governance = governance
        self.limits = limits
    }
}
