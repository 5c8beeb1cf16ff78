import CBOR
import COSE
import Catalogue
import Cryptography
import Evidence
import Ledger

/// Certificates of a district that issues them, the same in every run.
extension District {
    /// The type of all of them.
    static let certificateType = CertificateDefinition(
        code: "CERT-01",
        nameZh: "模拟证照",
        nameEn: "Simulated certificate",
        issuerRole: "GOV",
        fields: [
            .init(name: "holder", labelZh: "持有人", type: "text"),
            .init(name: "number", labelZh: "编号", type: "text"),
        ]
    )

    /// A certificate of the first member: what it signs, and what the holder keeps.
    func certificate(_ number: Int) -> (statement: [UInt8], disclosures: [Disclosure])? {
        let issuer = genesis.members[0]
        let identifier = CertificateIdentifier(
            type: "SIMULATEDCERTIFICATE1",
            issuer: issuer.uscc,
            serial: String(1_000_000 + number),
            version: "001"
        )
        guard let identifier else { return nil }
        let disclosures = Disclosure.make(
            fields: [("holder", .text("持有人 \(number)")), ("number", .text("\(number)"))],
            salts: (1...2).map { [UInt8](repeating: $0, count: Disclosure.saltByteCount) }
        )
        let claims = CertificateClaims(
            issuer: issuer.issuer,
            subject: identifier.text,
            issuedAt: Self.createdMs / 1_000 + 60,
            type: Self.certificateType.code,
            fieldDigests: Disclosure.digests(of: disclosures, suite: .p256)
        )
        let statement = sign(
            .certificate,
            by: 0,
            subject: identifier.text,
            payload: claims.encoded
        )
        return (statement, disclosures)
    }
}
