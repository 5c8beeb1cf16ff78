extension Suite {
    /// OpenSSL's name of the key type.
    var keyType: String {
        switch self {
        case .p256: "EC"
        case .sm2: "SM2"
        }
    }

    /// OpenSSL's name of the curve.
    var curveName: String {
        switch self {
        case .p256: "prime256v1"
        case .sm2: "SM2"
        }
    }

    /// The order of the curve's base point: SEC 2 §2.4.2 and GB/T 32918.5 §4.
    var curveOrder: Bytes32 {
        switch self {
        case .p256:
            Bytes32(mostSignificantFirst: [
                0xFFFF_FFFF_0000_0000, 0xFFFF_FFFF_FFFF_FFFF,
                0xBCE6_FAAD_A717_9E84, 0xF3B9_CAC2_FC63_2551,
            ])
        case .sm2:
            Bytes32(mostSignificantFirst: [
                0xFFFF_FFFE_FFFF_FFFF, 0xFFFF_FFFF_FFFF_FFFF,
                0x7203_DF6B_21C6_052B, 0x53BB_F409_39D5_4123,
            ])
        }
    }

    /// The key as a DER SubjectPublicKeyInfo (RFC 5480 §2, GM/T 0015).
    package func subjectPublicKeyInfo(of key: PublicKey) -> [UInt8] {
        let curve: [UInt8] =
            switch self {
            case .p256:
                [
                    0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01,
                    0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00,
                ]
            case .sm2:
                [
                    0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01,
                    0x06, 0x08, 0x2a, 0x81, 0x1c, 0xcf, 0x55, 0x01, 0x82, 0x2d, 0x03, 0x42, 0x00,
                ]
            }
        return curve + key.bytes
    }

    /// The name of a key: the digest of its SubjectPublicKeyInfo.
    package func keyIdentifier(of key: PublicKey) -> Digest {
        digest(subjectPublicKeyInfo(of: key))
    }
}
