import CBOR
import Cryptography
import TestSupport
import Testing

@Suite struct TransportIdentityTests {
    @Test func `a generated identity reads back and never expires`() throws {
        let identity = try TransportIdentity.generate(commonName: "节点 1")
        let read = try TransportIdentity(
            certificatePEM: identity.certificatePEM,
            keyPEM: identity.keyPEM
        )
        #expect(read.publicKey == identity.publicKey)
        let lines = String(decoding: identity.certificatePEM, as: UTF8.self).split(separator: "\n")
        let der = try #require(PEMBody.decode(lines.dropFirst().dropLast().joined()))
        let notAfter = [0x18, 0x0f] + Array("99991231235959Z".utf8)
        #expect(der.indices.contains { der[$0...].starts(with: notAfter) })
        #expect(der.indices.contains { der[$0...].starts(with: identity.publicKey.bytes) })
    }

    @Test func `two identities differ in key and certificate`() throws {
        let left = try TransportIdentity.generate(commonName: "a")
        let right = try TransportIdentity.generate(commonName: "a")
        #expect(left.publicKey != right.publicKey)
        #expect(throws: CryptographyError.keyMismatch) {
            try TransportIdentity(certificatePEM: left.certificatePEM, keyPEM: right.keyPEM)
        }
    }

    @Test func `damaged certificates and SM2 keys are refused`() throws {
        let identity = try TransportIdentity.generate(commonName: "a")
        #expect(throws: CryptographyError.malformedPEM) {
            try TransportIdentity(certificatePEM: [1], keyPEM: identity.keyPEM)
        }
        #expect(throws: CryptographyError.unsupportedKey) {
            try TransportIdentity(
                certificatePEM: identity.certificatePEM,
                keyPEM: SigningKey(generating: .sm2).pem()
            )
        }
    }

    @Test(arguments: ["", String(repeating: "链", count: 65)])
    func `a name that X_509 does not permit is refused`(name: String) {
        #expect(
            throws: CryptographyError.wrongLength(expected: 64, found: name.count)
        ) {
            try TransportIdentity.generate(commonName: name)
        }
    }
}
