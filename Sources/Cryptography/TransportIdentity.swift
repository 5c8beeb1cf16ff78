import COpenSSL

/// A node's identity on the wire: a P-256 key and a TLS certificate that it signs itself.
///
/// Peers pin the key that the ledger registered and look at nothing else in the certificate, so it
/// never expires: RFC 5280 §4.1.2.5 writes "no end" as 99991231235959Z. Both suites use P-256 here.
package struct TransportIdentity: Sendable {
    /// The certificate as PEM.
    package let certificatePEM: [UInt8]
    /// The private key as unencrypted PKCS#8 PEM, because services start unattended.
    package let keyPEM: [UInt8]
    /// The key that peers pin.
    package let publicKey: PublicKey

    private static let notBefore = "20200101000000Z"
    private static let notAfter = "99991231235959Z"
    /// The longest common name that RFC 5280 permits, in characters.
    private static let longestName = 64

    /// Takes up a stored identity.
    /// - Throws: `malformedPEM`, `unsupportedKey`, or `keyMismatch` when the two do not fit.
    package init(certificatePEM: [UInt8], keyPEM: [UInt8]) throws(CryptographyError) {
        let key = try SigningKey(pem: keyPEM)
        guard key.suite == .p256 else { throw .unsupportedKey }
        let input = MemoryBIO(certificatePEM)
        // Safe: the certificate is checked and freed here, and the key is alive.
        guard let certificate = unsafe PEM_read_bio_X509(input.pointer, nil, nil, nil) else {
            OpenSSL.forgetErrors()
            throw .malformedPEM
        }
        defer { unsafe X509_free(certificate) }
        guard unsafe X509_check_private_key(certificate, key.handle.key) == 1 else {
            OpenSSL.forgetErrors()
            throw .keyMismatch
        }
        self.certificatePEM = certificatePEM
        self.keyPEM = keyPEM
        publicKey = key.publicKey
    }

    /// A new key with its certificate.
    /// - Throws: `wrongLength` unless the name has 1 to 64 characters.
    package static func generate(commonName: String) throws(CryptographyError) -> Self {
        let length = commonName.unicodeScalars.count
        guard (1...longestName).contains(length) else {
            throw .wrongLength(expected: longestName, found: length)
        }
        let key = SigningKey(generating: .p256)
        // Safe: the certificate is ours until it is freed here, and the key is alive.
        let certificate = unsafe OpenSSL.demand(X509_new(), "new certificate")
        defer { unsafe X509_free(certificate) }
        OpenSSL.demand(unsafe X509_set_version(certificate, 2), "set version")
        unsafe setSerial(certificate)
        unsafe setValidity(certificate)
        let name = unsafe X509_get_subject_name(certificate)
        let status = unsafe X509_NAME_add_entry_by_txt(
            name,
            "CN",
            MBSTRING_UTF8,
            commonName,
            -1,
            -1,
            0
        )
        OpenSSL.demand(status, "set subject")
        OpenSSL.demand(unsafe X509_set_issuer_name(certificate, name), "set issuer")
        OpenSSL.demand(unsafe X509_set_pubkey(certificate, key.handle.key), "set key")
        let signed = unsafe X509_sign(certificate, key.handle.key, EVP_sha256())
        precondition(signed > 0, "OpenSSL: sign certificate")
        let output = MemoryBIO()
        OpenSSL.demand(unsafe PEM_write_bio_X509(output.pointer, certificate), "write certificate")
        return try Self(certificatePEM: output.contents(), keyPEM: key.pem())
    }

    /// Sixteen random bytes, positive as RFC 5280 §4.1.2.2 wants and never zero.
    private static func setSerial(_ certificate: OpaquePointer) {
        var serial = SecureRandom.bytes(16)
        serial[0] = serial[0] & 0x7f | 0x40
        // Safe: the number lives until it is freed here; the certificate takes a copy.
        let number = unsafe BN_bin2bn(serial, Int32(serial.count), nil)
        defer { unsafe BN_free(number) }
        let field = unsafe X509_get_serialNumber(certificate)
        guard unsafe BN_to_ASN1_INTEGER(number, field) != nil else {
            preconditionFailure("OpenSSL: set serial number")
        }
    }

    private static func setValidity(_ certificate: OpaquePointer) {
        // Safe: both fields belong to the certificate, which is alive.
        OpenSSL.demand(
            unsafe ASN1_TIME_set_string_X509(X509_getm_notBefore(certificate), notBefore),
            "set beginning"
        )
        OpenSSL.demand(
            unsafe ASN1_TIME_set_string_X509(X509_getm_notAfter(certificate), notAfter),
            "set end"
        )
    }
}
