package import Cryptography

/// How a record names its business key and its subject.
package enum RecordTags {
    /// The key tag of a plain record, which everybody can recompute: from H(category ‖ 00 ‖ key).
    package static func openKey(category: String, key: [UInt8], suite: Suite) -> Tag {
        var tags = OpenKeyTags(category: category, suite: suite)
        return tags.tag { $0 += key }
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

/// Computes the key tags of plain records of one category, one after the other.
struct OpenKeyTags {
    private let suite: Suite
    private let prefixCount: Int
    /// The category ‖ 00, and behind it the last key.
    private var message: [UInt8]

    init(category: String, suite: Suite) {
        self.suite = suite
        message = Array(category.utf8) + [0]
        prefixCount = message.count
    }

    /// The tag of the key that `append` writes.
    mutating func tag(_ append: (inout [UInt8]) -> Void) -> Tag {
        message.removeSubrange(prefixCount...)
        append(&message)
        return Tag(prefixOf: suite.digest(message))
    }
}
