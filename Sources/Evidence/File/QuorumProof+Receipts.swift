import CBOR
import COSE
import Cryptography
import Ledger
import Merkle

extension Anchor {
    /// Reads the finalization; none of its signatures is checked.
    func finalization(of chain: ChainIdentity, count: Int) throws(ChainError) -> QuorumProof {
        var reader = CBORReader(finalization)
        let proof = try QuorumProof(
            from: &reader,
            block: HashedHeader(header, suite: chain.suite),
            chain: chain,
            validatorCount: count
        )
        do { try reader.finish() } catch { throw .encoding(error) }
        return proof
    }
}

extension QuorumProof {
    /// The receipts that the votes of a finalization are, byte for byte as each validator signed.
    func receipts(
        for inclusion: InclusionProof,
        validators: ValidatorSet,
        suite: Suite
    ) -> [Receipt] {
        var writer = CBORWriter()
        inclusion.encode(into: &writer)
        let proof = writer.bytes[...]
        let protected = statement.protectedHeader(suite)[...]
        return zip(signers.members, signatures).map { signer, signature in
            Receipt(
                protected: protected,
                keyIdentifier: suite.keyIdentifier(of: validators.validators[signer].voteKey),
                inclusion: proof,
                signature: signature
            )
        }
    }
}
