import CBOR
package import Cryptography

/// A COSE_Sign1 message (RFC 9052 §4.2), tagged, of any type; nothing is verified.
///
/// Its parts are slices of the bytes it was decoded from.
package struct Sign1: Hashable, Sendable {
    /// The content of the protected header's byte string.
    package let protected: ArraySlice<UInt8>
    /// The encoded map of the unprotected header.
    package let unprotected: ArraySlice<UInt8>
    /// The payload; nil when it is detached.
    package let payload: ArraySlice<UInt8>?
    /// The signature, in the 64 bytes that both suites have.
    package let signature: Signature

    /// COSE_Sign1 (RFC 9052 §2).
    private static let tag: UInt64 = 18
    /// The encoding of a map without entries.
    package static let emptyMap: [UInt8] = [0xa0]

    /// A message of these parts.
    package init(
        protected: ArraySlice<UInt8>,
        unprotected: ArraySlice<UInt8>,
        payload: ArraySlice<UInt8>?,
        signature: Signature
    ) {
        self.protected = protected
        self.unprotected = unprotected
        self.payload = payload
        self.signature = signature
    }

    /// Decodes a message that fills the whole buffer, in deterministic CBOR.
    package init(decoding bytes: ArraySlice<UInt8>) throws(COSEError) {
        var reader = CBORReader(bytes)
        let tag = try reading { () throws(CBORError) in try reader.tag() }
        guard tag == Self.tag else { throw .wrongTag(found: tag) }
        self = try reading { () throws(CBORError) in
            let message = try Self(afterTag: &reader)
            try reader.finish()
            return message
        }
    }

    private init(afterTag reader: inout CBORReader) throws(CBORError) {
        try reader.array(count: 4)
        protected = try reader.byteString()
        guard try reader.peekType() == .map else {
            throw .unexpectedType(at: reader.position)
        }
        unprotected = try reader.encodedItem()
        if reader.nextIsNull {
            try reader.null()
            payload = nil
        } else {
            payload = try reader.byteString()
        }
        signature = try reader.signature()
    }

    /// The message in deterministic CBOR.
    package var encoded: [UInt8] {
        let room = 96 + protected.count + unprotected.count + (payload?.count ?? 0)
        var writer = CBORWriter(capacity: room)
        writer.tag(Self.tag)
        writer.array(4)
        writer.byteString(protected)
        writer.encoded(unprotected)
        if let payload {
            writer.byteString(payload)
        } else {
            writer.null()
        }
        writer.byteString(signature)
        return writer.bytes
    }
}
