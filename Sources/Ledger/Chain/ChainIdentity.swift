package import Cryptography

/// The two facts every signed byte of a chain depends on: which chain, and which suite.
package struct ChainIdentity: Hashable, Sendable {
    /// The digest of the genesis document; separates the signatures of two chains.
    package let id: Digest
    /// The cryptographic suite the genesis fixed for the life of the chain.
    package let suite: Suite

    /// Names a chain.
    package init(id: Digest, suite: Suite) {
        self.id = id
        self.suite = suite
    }
}
