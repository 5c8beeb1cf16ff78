package import Cryptography

/// A statement that the key it names has signed.
///
/// Whether that key had the right to is for the ledger's rules.
package struct VerifiedStatement: Sendable {
    /// The statement.
    package let statement: SignedStatement
    /// The key that signed it.
    package let key: VerificationKey

    /// Verifies the signature; throws `wrongAlgorithm`, `wrongKey` or `badSignature`.
    package init(_ statement: SignedStatement, by key: VerificationKey) throws(COSEError) {
        let header = statement.header
        guard header.algorithm == key.suite.signatureAlgorithm else {
            throw .wrongAlgorithm(
                expected: key.suite.signatureAlgorithm,
                found: header.algorithm
            )
        }
        guard header.keyIdentifier == key.identifier else {
            throw .wrongKey(expected: key.identifier, found: header.keyIdentifier)
        }
        guard key.isValid(statement.signature, for: statement.toBeSigned()) else {
            throw .badSignature
        }
        self.statement = statement
        self.key = key
    }
}
