import CBOR

/// What a COSE_Sign1 signature is over (RFC 9052 §4.4).
package enum SignatureStructure {
    /// The bytes of `["Signature1", protected, external, payload]`.
    ///
    /// An empty protected map counts as no bytes at all, as the RFC has it.
    package static func encode(
        protected: ArraySlice<UInt8>,
        external: [UInt8] = [],
        payload: ArraySlice<UInt8>
    ) -> [UInt8] {
        let room = 32 + protected.count + external.count + payload.count
        var writer = CBORWriter(capacity: room)
        writer.array(4)
        writer.text("Signature1")
        writer.byteString(protected.elementsEqual([emptyMap]) ? [] : protected)
        writer.byteString(external)
        writer.byteString(payload)
        return writer.bytes
    }

    private static let emptyMap: UInt8 = 0xa0
}
