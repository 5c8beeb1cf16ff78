import Cryptography

/// The key of one record: opens its ciphertext and its commitment, and nothing else.
package struct RecordSecret: Hashable, Sendable {
    /// How many bytes a field's salt has.
    package static let saltByteCount = 16

    /// The key's 32 bytes.
    package let key: [UInt8]

    /// Takes over a key.
    package init(key: [UInt8]) {
        self.key = key
    }

    /// The key that seals the record's fields.
    func contentKey(suite: Suite) -> [UInt8] {
        let info = Array("lianzheng content key".utf8)
        return suite.hkdf(secret: key, salt: [], info: info, count: BatchSecrets.keyByteCount)
    }

    /// The salts of fields 0 to `count` − 1, in one derivation.
    func salts(count: Int, suite: Suite) -> [[UInt8]] {
        let width = Self.saltByteCount
        let info = Array("lianzheng field salts".utf8)
        let all = suite.hkdf(secret: key, salt: [], info: info, count: count * width)
        return (0..<count).map { Array(all[($0 * width)..<(($0 + 1) * width)]) }
    }
}
