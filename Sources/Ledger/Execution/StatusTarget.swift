package import Cryptography

/// An entry that has a status, as the state knows it.
package struct StatusTarget: Hashable, Sendable {
    /// The entry.
    package let entry: Digest
    /// The position of the member that issued or granted it.
    package let memberIndex: Int
    /// What it is.
    package let kind: Kind
    /// When it was signed, in milliseconds since 1970; 0 for the grants of the genesis.
    package let issuedMs: UInt64

    /// The kinds of entry that can be withdrawn.
    package enum Kind: Hashable, Sendable {
        /// A certificate, with its type's code and the tag of its identifier.
        case certificate(type: String, identifier: Tag)
        /// A grant, with the name of its key.
        case grant(key: Digest)
    }
}
