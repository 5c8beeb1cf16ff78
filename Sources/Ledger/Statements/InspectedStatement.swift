package import COSE
package import Cryptography

/// A statement that is well formed and says nothing that no state could allow.
///
/// Only `StatementInspector` makes them. The signature has not been looked at yet.
package struct InspectedStatement: Sendable {
    /// The bytes it was made of.
    package let submission: Submission
    /// The signed statement.
    package let statement: SignedStatement
    /// What it says.
    package let content: StatementContent
    /// The officer's draft that a certificate approves; nil where one person signs.
    package let draft: SignedStatement?
    /// What the tree commits to: the digest of the statement.
    package let entry: Digest
    /// The hash of its leaf.
    package let leafHash: Digest
    /// The digest of the signed bytes, whatever the signature: one statement, one of these.
    package let signedDigest: Digest

    /// The epoch of the charter's last change that inspection depends on.
    let inspectionEpoch: UInt64

    /// The member that issues it, as the header names it.
    package var issuer: String { statement.header.issuer }
    /// The name of the key that signed it.
    package var keyIdentifier: Digest { statement.header.keyIdentifier }
    /// The names of all keys that signed it: the approver's, then the officer's.
    package var keyIdentifiers: [Digest] {
        [keyIdentifier] + (draft.map { [$0.header.keyIdentifier] } ?? [])
    }
    /// What it is about.
    package var subject: String { statement.header.subject }
    /// When it was signed, in seconds since 1970.
    package var issuedAt: UInt64 { statement.header.issuedAt }
    /// What it does.
    package var kind: StatementKind { statement.header.kind }
    /// How many bytes it takes in a block.
    package var byteCount: Int { submission.byteCount }

    /// How many records it brings.
    package var recordCount: Int {
        if case .records(let batch) = content { batch.keys.count } else { 0 }
    }

    /// Verifies the signatures with the keys they name; about 75 µs each, on any thread.
    package func checkSignatures(
        _ key: (Digest) -> VerificationKey?
    ) throws(LedgerError) -> AuthenticStatement {
        for identifier in keyIdentifiers where key(identifier) == nil {
            throw LedgerError(.authority(.unknownKey(identifier)))
        }
        guard let signer = key(keyIdentifier), statement.isSigned(by: signer) else {
            throw LedgerError(.statement(.badSignature))
        }
        if let draft {
            guard let officer = key(draft.header.keyIdentifier), draft.isSigned(by: officer) else {
                throw LedgerError(.certificate(.badDraft(.badSignature)))
            }
        }
        return AuthenticStatement(self)
    }
}

/// A statement signed by the keys it names; whether they may say so is for the state.
package struct AuthenticStatement: Sendable {
    /// The statement.
    package let statement: InspectedStatement

    fileprivate init(_ statement: InspectedStatement) {
        self.statement = statement
    }

    /// Takes over a statement from a block that this very node finalized and has stored since.
    ///
    /// It spares a restart the signatures that were checked before the block was voted for. Nothing
    /// that came from anybody else may be passed here.
    package init(finalizedHere statement: InspectedStatement) {
        self.init(statement)
    }
}
