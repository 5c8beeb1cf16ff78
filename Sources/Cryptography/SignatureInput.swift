/// Turns a message into the 32 bytes that a key of its suite signs.
///
/// ECDSA signs SHA-256(message). SM2 signs SM3(Z ‖ message), where Z binds the curve, the signer's
/// public key and an identity string (GB/T 32918.2 §5.5); it is computed once a key.
struct SignatureInput: Sendable {
    private let suite: Suite
    private let identityDigest: Digest?

    /// The identity of GM/T 0009 for signers that have none of their own.
    private static let identity: [UInt8] = Array("1234567812345678".utf8)

    init(_ suite: Suite, signer: PublicKey) {
        self.suite = suite
        switch suite {
        case .p256:
            identityDigest = nil
        case .sm2:
            let bitCount = UInt16(Self.identity.count * 8)
            identityDigest = suite.digest([
                [UInt8(bitCount >> 8), UInt8(bitCount & 0xff)], Self.identity,
                Self.sm2Parameters, Array(signer.bytes.dropFirst()),
            ])
        }
    }

    func digest(of message: [UInt8]) -> Digest {
        let hashing = HashContext(borrowedFromThread: suite)
        if let identityDigest { hashing.update(identityDigest) }
        hashing.update(message)
        return hashing.finalize()
    }

    /// a ‖ b ‖ x(G) ‖ y(G) of the SM2 curve (GB/T 32918.5 §4).
    private static let sm2Parameters: [UInt8] = {
        let limbs: [UInt64] = [
            0xFFFF_FFFE_FFFF_FFFF, 0xFFFF_FFFF_FFFF_FFFF,
            0xFFFF_FFFF_0000_0000, 0xFFFF_FFFF_FFFF_FFFC,
            0x28E9_FA9E_9D9F_5E34, 0x4D5A_9E4B_CF65_09A7,
            0xF397_89F5_15AB_8F92, 0xDDBC_BD41_4D94_0E93,
            0x32C4_AE2C_1F19_8119, 0x5F99_0446_6A39_C994,
            0x8FE3_0BBF_F266_0BE1, 0x715A_4589_334C_74C7,
            0xBC37_36A2_F4F6_779C, 0x59BD_CEE3_6B69_2153,
            0xD0A9_877C_C62A_4740, 0x02DF_32E5_2139_F0A0,
        ]
        return limbs.flatMap { limb in
            stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: limb >> $0) }
        }
    }()
}
