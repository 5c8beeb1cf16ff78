package import COSE
import Cryptography

/// A proof whose votes were checked by the validators of their epoch.
package struct InspectedEquivocation: Sendable {
    /// The two votes.
    package let proof: Verified<Equivocation>
    /// The validator that cast them.
    package let accused: Validator
}

extension Equivocation {
    /// The statement by which a validator reports it, signed by the reporter's vote key.
    ///
    /// A vote key signs under the header of a statement here, which no vote has, so that the
    /// signature can never be taken for a vote.
    package func statement(
        accusing accused: Validator,
        by reporter: Validator,
        issuedAt: UInt64,
        chain: ChainIdentity,
        signer: any VoteSigner
    ) -> SignedStatement {
        let header = StatementHeader(
            algorithm: chain.suite.signatureAlgorithm,
            keyIdentifier: chain.suite.keyIdentifier(of: reporter.voteKey),
            issuer: reporter.member,
            subject: chain.suite.keyIdentifier(of: accused.voteKey).hexadecimal,
            issuedAt: issuedAt,
            kind: .equivocation,
            chainID: chain.id,
            extra: []
        )
        return SignedStatement.sign(header, payload: encoded, by: signer.sign)
    }
}
