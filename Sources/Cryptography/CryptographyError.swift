/// Why a key, a sealed text or a key file was refused.
package enum CryptographyError: Error, Hashable, Sendable {
    /// The public key is not a point of the suite's curve.
    case pointNotOnCurve
    /// The key is of a kind that no suite uses.
    case unsupportedKey
    /// The text is not a PEM key or certificate.
    case malformedPEM
    /// The private key is encrypted and the passphrase is missing or wrong.
    case wrongPassphrase
    /// A sealed text was altered, or is opened with the wrong key, nonce or context.
    case notAuthentic
    /// A content key does not have 32 bytes, or a nonce not 12.
    case wrongLength(expected: Int, found: Int)
    /// The secret was wrapped to another key.
    case notTheRecipient(expected: Digest, found: Digest)
    /// The certificate and the private key do not belong together.
    case keyMismatch
    /// A file operation failed with the system's error number.
    case file(path: String, errno: Int32)
    /// Users other than the owner may read a key file.
    case exposedFile(path: String)
    /// The path names a directory or device, or the file is larger than any key.
    case notAKeyFile(path: String)
}
