package import CBOR

extension CBORWriter {
    /// Writes a digest as a byte string.
    package mutating func byteString(_ digest: Digest) {
        // Safe: the bytes are lent for the duration of the call, in which they are copied.
        unsafe digest.storage.withBytes {
            byteString(unsafe $0.assumingMemoryBound(to: UInt8.self).span)
        }
    }

    /// Writes a signature as a byte string.
    package mutating func byteString(_ signature: Signature) {
        byteString(signature.bytes)
    }

    /// Writes a public key as a byte string.
    package mutating func byteString(_ key: PublicKey) {
        byteString(key.bytes)
    }
}

extension CBORReader {
    /// Reads a byte string of 32 bytes as a digest.
    package mutating func digest() throws(CBORError) -> Digest {
        try fixedSize(Digest.byteCount, Digest.init)
    }

    /// Reads a byte string of 64 bytes as a signature.
    package mutating func signature() throws(CBORError) -> Signature {
        try fixedSize(Signature.byteCount, Signature.init)
    }

    /// Reads a byte string of 65 bytes as a public key.
    package mutating func publicKey() throws(CBORError) -> PublicKey {
        try fixedSize(PublicKey.byteCount, PublicKey.init)
    }

    private mutating func fixedSize<Value>(
        _ count: Int,
        _ make: (ArraySlice<UInt8>) -> Value?
    ) throws(CBORError) -> Value {
        let start = position
        guard let value = make(try byteString(count: count)) else { throw .outOfRange(at: start) }
        return value
    }
}
