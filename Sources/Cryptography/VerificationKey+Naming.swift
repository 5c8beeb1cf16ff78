import CBOR

extension VerificationKey {
    /// The key that a person named: its public half in hexadecimal, or the file of the whole key.
    ///
    /// A key of the other curve is refused.
    package convenience init(named text: String, suite: Suite) throws(CryptographyError) {
        if let key = [UInt8](hexadecimal: text).flatMap({ PublicKey($0) }) {
            try self.init(key, suite: suite)
        } else {
            try self.init(try KeyFile.signingKey(at: text).publicKey, suite: suite)
        }
    }
}
