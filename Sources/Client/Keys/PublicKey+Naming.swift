package import Cryptography

extension PublicKey {
    /// The key that was named: its public half in hexadecimal digits, or the file of the key.
    ///
    /// A key of the other curve is refused here, for the ledger would refuse it later.
    package init(named text: String, suite: Suite) throws(ClientError) {
        do throws(CryptographyError) {
            self = try VerificationKey(named: text, suite: suite).publicKey
        } catch {
            // A file says of what suite its key is, which a public key by itself does not.
            if Folder.exists(text) { _ = try KeyFile.signingKey(at: text, for: suite) }
            throw .key(error)
        }
    }
}
