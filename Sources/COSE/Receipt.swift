import CBOR
package import Cryptography

/// One validator's finalize vote in the form of an RFC 9942 receipt.
///
///     18([ << finalize header >>,
///          { 4: kid, 396: { -1: [ << [size, index, path] >> ] } },
///          nil, h'signature' ])
///
/// The signature is over the tree root, which a verifier computes from the inclusion proof. Every
/// receipt is rebuilt, byte for byte and without a key, from the votes that finalized a block. It
/// is one vote and never finality; and the sizes in the proof are signed by nobody.
package struct Receipt: Hashable, Sendable {
    /// The protected header that all finalize votes for the block share.
    package let protected: ArraySlice<UInt8>
    /// The digest of the validator's SubjectPublicKeyInfo.
    package let keyIdentifier: Digest
    /// The encoded inclusion proof `[tree-size, leaf-index, path]`.
    package let inclusion: ArraySlice<UInt8>
    /// The validator's signature.
    package let signature: Signature

    /// The label of inclusion proofs (RFC 9942 §5.2).
    private static let inclusionLabel: Int64 = -1

    /// A receipt of these parts.
    package init(
        protected: ArraySlice<UInt8>,
        keyIdentifier: Digest,
        inclusion: ArraySlice<UInt8>,
        signature: Signature
    ) {
        self.protected = protected
        self.keyIdentifier = keyIdentifier
        self.inclusion = inclusion
        self.signature = signature
    }

    /// Decodes a receipt with one inclusion proof that fills the whole slice.
    package init(decoding bytes: ArraySlice<UInt8>) throws(COSEError) {
        let message = try Sign1(decoding: bytes)
        guard message.payload == nil else { throw .payloadMisplaced }
        var fields = try HeaderFields(message.unprotected)
        keyIdentifier = try fields.take(HeaderLabel.keyIdentifier) { (reader) throws(CBORError) in
            try reader.digest()
        }
        let proofs = try fields.take(HeaderLabel.verifiableDataProofs) {
            (reader) throws(CBORError) in
            try reader.encodedItem()
        }
        try fields.finish()
        var kinds = try HeaderFields(proofs)
        inclusion = try kinds.take(Self.inclusionLabel) { (reader) throws(CBORError) in
            try reader.array(count: 1)
            return try reader.byteString()
        }
        try kinds.finish()
        protected = message.protected
        signature = message.signature
    }

    /// The receipt in deterministic CBOR.
    package var encoded: [UInt8] {
        let proofs = CBORValue.map([
            CBORPair(Self.inclusionLabel, .array([.bytes(Array(inclusion))]))
        ])
        let unprotected = CBORValue.map([
            CBORPair(HeaderLabel.keyIdentifier, .bytes(keyIdentifier.bytes)),
            CBORPair(HeaderLabel.verifiableDataProofs, proofs),
        ])
        return Sign1(
            protected: protected,
            unprotected: unprotected.encoded[...],
            payload: nil,
            signature: signature
        ).encoded
    }

    /// Whether the receipt names this key and the key signed this root.
    package func isSigned(by key: VerificationKey, root: Digest) -> Bool {
        let toBeSigned = SignatureStructure.encode(
            protected: protected,
            payload: root.bytes[...]
        )
        return keyIdentifier == key.identifier && key.isValid(signature, for: toBeSigned)
    }
}
