import CBOR

/// A 64-byte signature r‖s (RFC 9053 §2.1), by ECDSA or SM2; the suite knows which.
package struct Signature: Hashable, Sendable {
    let r: Bytes32
    let s: Bytes32

    /// How many bytes a signature has.
    package static let byteCount = 64

    init(r: Bytes32, s: Bytes32) {
        self.r = r
        self.s = s
    }

    /// Takes over 64 bytes; nil for another count.
    ///
    /// Whether they sign anything is not looked at.
    package init?(_ bytes: some Collection<UInt8>) {
        guard bytes.count == Self.byteCount,
            let r = Bytes32(bytes.prefix(32)),
            let s = Bytes32(bytes.dropFirst(32))
        else { return nil }
        self.init(r: r, s: s)
    }

    /// The bytes, copied out.
    package var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Self.byteCount)
        // Safe: the bytes are copied while they are lent.
        unsafe r.withBytes { unsafe bytes.append(contentsOf: $0) }
        unsafe s.withBytes { unsafe bytes.append(contentsOf: $0) }
        return bytes
    }
}

extension Signature: CustomStringConvertible {
    /// The hexadecimal digits, for logs.
    package var description: String { bytes.hexadecimal }
}
