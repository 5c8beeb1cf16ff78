package import Cryptography

/// How a record names its business key and its subject.
package enum RecordTags {
    /// The key tag of a plain record, which everybody can recompute: from H(category ‖ 00 ‖ key).
    package static func openKey(category: String, key: [UInt8], suite: Suite) -> Tag {
        var message: [UInt8] = []
        message.reserveCapacity(category.utf8.count + 1 + key.count)
        message += category.utf8
        message.append(0)
        message += key
        return Tag(prefixOf: suite.digest(message))
    }

    /// The key tag of any other record: from HMAC(tag key, "key" ‖ 00 ‖ key).
    package static func keyedKey(_ key: [UInt8], secrets: BatchSecrets, suite: Suite) -> Tag {
        keyed("key", key, secrets, suite)
    }

    /// The subject tag of any other record: from HMAC(tag key, "subject" ‖ 00 ‖ subject).
    package static func keyedSubject(
        _ subject: String,
        secrets: BatchSecrets,
        suite: Suite
    ) -> Tag {
        keyed("subject", Array(subject.utf8), secrets, suite)
    }

    private static func keyed(
        _ purpose: String,
        _ message: [UInt8],
        _ secrets: BatchSecrets,
        _ suite: Suite
    ) -> Tag {
        Tag(prefixOf: suite.hmac(key: secrets.tagKey, Array(purpose.utf8) + [0] + message))
    }
}
