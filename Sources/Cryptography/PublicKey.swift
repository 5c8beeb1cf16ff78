import CBOR

/// A public key as an uncompressed point (SEC 1 §2.3.3): 04‖x‖y, 65 bytes.
///
/// Holding one says nothing about the point lying on a curve; `VerificationKey` checks that.
package struct PublicKey: Hashable, Sendable {
    let x: Bytes32
    let y: Bytes32

    /// How many bytes a public key has.
    package static let byteCount = 65
    private static let uncompressed: UInt8 = 4

    init(x: Bytes32, y: Bytes32) {
        self.x = x
        self.y = y
    }

    /// Takes over 65 bytes that begin with 04; nil for anything else.
    package init?(_ bytes: some Collection<UInt8>) {
        guard bytes.count == Self.byteCount, bytes.first == Self.uncompressed,
            let x = Bytes32(bytes.dropFirst().prefix(32)),
            let y = Bytes32(bytes.dropFirst(33))
        else { return nil }
        self.init(x: x, y: y)
    }

    /// The bytes, copied out.
    package var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Self.byteCount)
        bytes.append(Self.uncompressed)
        // Safe: the bytes are copied while they are lent.
        unsafe x.withBytes { unsafe bytes.append(contentsOf: $0) }
        unsafe y.withBytes { unsafe bytes.append(contentsOf: $0) }
        return bytes
    }
}

extension PublicKey: CustomStringConvertible {
    /// The hexadecimal digits, for logs.
    package var description: String { bytes.hexadecimal }
}
