import COpenSSL

extension SigningKey {
    /// The x coordinate of private key × `other` (SEC 1 §3.3.1), 32 bytes that the caller clears.
    ///
    /// Works on the curve itself, because OpenSSL 3.0 offers no key agreement for SM2 keys other
    /// than by these functions. The multiplication takes the same time for every private key.
    /// - Throws: `pointNotOnCurve`.
    func agreement(with other: PublicKey) throws(CryptographyError) -> [UInt8] {
        // Safe: every pointer below comes from OpenSSL, is checked, and is freed in this function.
        let group = unsafe OpenSSL.demand(
            EC_GROUP_new_by_curve_name(OBJ_txt2nid(suite.curveName)),
            "new curve"
        )
        defer { unsafe EC_GROUP_free(group) }
        let point = unsafe OpenSSL.demand(EC_POINT_new(group), "new point")
        defer { unsafe EC_POINT_clear_free(point) }
        let encoded = other.bytes
        guard unsafe EC_POINT_oct2point(group, point, encoded, encoded.count, nil) == 1 else {
            OpenSSL.forgetErrors()
            throw .pointNotOnCurve
        }
        // Safe: each object lives until its `defer`, and the buffer is as long as announced.
        var scalar: OpaquePointer?
        OpenSSL.demand(
            unsafe EVP_PKEY_get_bn_param(handle.key, OSSL_PKEY_PARAM_PRIV_KEY, &scalar),
            "read private key"
        )
        defer { unsafe BN_clear_free(scalar) }
        unsafe BN_set_flags(scalar, BN_FLG_CONSTTIME)
        OpenSSL.demand(
            unsafe EC_POINT_mul(group, point, nil, point, scalar, nil),
            "multiply point"
        )
        let x = unsafe OpenSSL.demand(BN_new(), "new number")
        defer { unsafe BN_clear_free(x) }
        OpenSSL.demand(
            unsafe EC_POINT_get_affine_coordinates(group, point, x, nil, nil),
            "read coordinate"
        )
        var shared = [UInt8](repeating: 0, count: Bytes32.byteCount)
        let count = unsafe BN_bn2binpad(x, &shared, Int32(shared.count))
        precondition(Int(count) == shared.count, "a coordinate of more than 256 bits")
        return shared
    }
}
