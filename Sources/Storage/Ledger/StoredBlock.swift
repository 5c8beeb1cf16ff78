package import Cryptography

/// A block as the store keeps it: the store reads neither header nor body.
package struct StoredBlock: Hashable, Sendable {
    /// The digest of the header bytes.
    package let hash: Digest
    /// The height the header states.
    package let height: UInt64
    /// The encoded header.
    package let header: [UInt8]
    /// The encoded body; empty when only headers were asked for.
    package let body: [UInt8]

    /// Puts the parts together; that they belong together is for the caller to know.
    package init(hash: Digest, height: UInt64, header: [UInt8], body: [UInt8]) {
        self.hash = hash
        self.height = height
        self.header = header
        self.body = body
    }
}

/// The proof that makes a block and all its ancestors final.
package struct StoredFinalization: Hashable, Sendable {
    /// The digest of the final block's header.
    package let hash: Digest
    /// Its height.
    package let height: UInt64
    /// The encoded quorum proof.
    package let proof: [UInt8]

    /// Puts the parts together; that the proof is good is for the caller to know.
    package init(hash: Digest, height: UInt64, proof: [UInt8]) {
        self.hash = hash
        self.height = height
        self.proof = proof
    }
}
