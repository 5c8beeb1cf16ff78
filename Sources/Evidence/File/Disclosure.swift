package import CBOR
package import Cryptography

/// One field of a certificate, in the clear, with the salt that its digest was made with (SD-CWT).
///
///     << [ salt, value, key ] >>
///
/// The certificate holds only the digests. Whoever holds the disclosures shows those of his choice,
/// and without the salt nobody can guess a field from its digest.
package struct Disclosure: Hashable, Sendable {
    /// How many bytes a salt has.
    package static let saltByteCount = 16

    /// Unguessable bytes of the issuer.
    package let salt: [UInt8]
    /// The field's value.
    package let value: CBORValue
    /// The field's name, a text or integer.
    package let key: CBORValue

    /// Makes a disclosure; a salt of another length than 16 bytes is a programming error.
    package init(salt: [UInt8], key: CBORValue, value: CBORValue) {
        precondition(salt.count == Self.saltByteCount)
        self.salt = salt
        self.key = key
        self.value = value
    }

    /// Makes the disclosures of a certificate's fields, each with a salt of its own.
    package static func make(
        fields: [(name: String, value: CBORValue)],
        salts: [[UInt8]]
    ) -> [Disclosure] {
        precondition(fields.count == salts.count)
        return zip(fields, salts).map { field, salt in
            Disclosure(salt: salt, key: .text(field.name), value: field.value)
        }
    }

    /// The digests of disclosures, in the order in which a certificate lists them.
    ///
    /// They are sorted, so that their order says nothing about the fields.
    package static func digests(of disclosures: [Disclosure], suite: Suite) -> [Digest] {
        disclosures.map { $0.digest(suite) }.sorted()
    }

    /// The field's name; nil when it is a number.
    package var name: String? {
        guard case .text(let name) = key else { return nil }
        return name
    }

    /// What the certificate holds: the digest over the array *as a byte string*, head included.
    package func digest(_ suite: Suite) -> Digest {
        var writer = CBORWriter()
        writer.byteString(encoded)
        return suite.digest(writer.bytes)
    }
}

// MARK: - Bytes

extension Disclosure {
    /// The encoded array.
    package var encoded: [UInt8] {
        var writer = CBORWriter()
        writer.array(3)
        writer.byteString(salt)
        writer.value(value)
        writer.value(key)
        return writer.bytes
    }

    /// Reads an encoded array that fills the whole slice.
    package init(decoding bytes: ArraySlice<UInt8>) throws(CBORError) {
        var reader = CBORReader(bytes)
        try reader.array(count: 3)
        salt = Array(try reader.byteString(count: Self.saltByteCount))
        value = try reader.value()
        let keyStart = reader.position
        key = try reader.value()
        switch key {
        case .text, .unsigned, .negative: break
        default: throw .unexpectedType(at: keyStart)
        }
        try reader.finish()
    }
}
