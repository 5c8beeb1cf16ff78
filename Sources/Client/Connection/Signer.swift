import CBOR
package import COSE
package import Cryptography
package import Ledger

/// Somebody who signs statements for a chain: a member's officer, or a key that nobody vouches for.
package struct Signer: Sendable {
    /// The chain that the statements are for.
    package let chain: ChainIdentity
    /// Who the statements say it is.
    package let issuer: String
    /// The key.
    package let key: SigningKey

    /// The officer of a member.
    package init(_ member: Member, key: SigningKey, chain: ChainIdentity) {
        self.init(issuer: member.issuer, key: key, chain: chain)
    }

    /// A key by itself; a ledger that was not told of it refuses what it signs.
    package init(stranger key: SigningKey, chain: ChainIdentity) {
        self.init(issuer: "urn:key:" + key.identifier.hexadecimal, key: key, chain: chain)
    }

    private init(issuer: String, key: SigningKey, chain: ChainIdentity) {
        self.issuer = issuer
        self.key = key
        self.chain = chain
    }

    /// Signs a statement; its time counts seconds since 1970.
    package func sign(
        _ kind: StatementKind,
        about subject: String,
        payload: [UInt8],
        at issuedAt: UInt64 = WallClock.nowSeconds
    ) -> SignedStatement {
        sign(kind, about: subject, payload: payload, extra: [], at: issuedAt)
    }

    /// Approves an officer's draft as the certificate that it would be (双人审批); `issuedAt`
    /// counts seconds since 1970.
    package func approve(_ draft: SignedStatement, at issuedAt: UInt64) -> SignedStatement {
        sign(
            .certificate,
            about: draft.header.subject,
            payload: Array(draft.payload),
            extra: [draft.asApproved],
            at: issuedAt
        )
    }

    private func sign(
        _ kind: StatementKind,
        about subject: String,
        payload: [UInt8],
        extra: [CBORPair],
        at issuedAt: UInt64
    ) -> SignedStatement {
        .sign(
            kind: kind,
            issuer: issuer,
            subject: subject,
            issuedAt: issuedAt,
            chainID: chain.id,
            extra: extra,
            payload: payload,
            with: key
        )
    }
}
