package import Cryptography

extension KeyFile {
    /// Reads a private key that is to sign on a ledger; one of another suite is refused by name,
    /// for the ledger would refuse it later and say less.
    package static func signingKey(
        at path: String,
        for suite: Suite
    ) throws(ClientError) -> SigningKey {
        let key: SigningKey
        do throws(CryptographyError) { key = try signingKey(at: path) } catch { throw .key(error) }
        guard key.suite == suite else {
            throw .otherSuite(path: path, found: key.suite, expected: suite)
        }
        return key
    }
}
