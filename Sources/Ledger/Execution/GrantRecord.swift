package import Cryptography

/// A granted key as the state knows it.
package struct GrantRecord: Sendable {
    /// The grant.
    package let grant: KeyGrant
    /// The position of the member in the genesis.
    package let memberIndex: Int
    /// The leaf index of the grant, under which its status stands.
    package let leafIndex: UInt64
    /// The key, ready to check signatures.
    package let key: VerificationKey
}
