package import CBOR
import COSE
import Catalogue
import Cryptography
package import Ledger

// MARK: - What people read

extension Examiner {
    /// The certificate, once everything in it has proven genuine.
    func summary(
        of file: EvidenceFile,
        claims: CertificateClaims,
        issuer: Issuer
    ) -> CertificateSummary {
        let recorded = file.evidence.recorded.header
        return CertificateSummary(
            identifier: claims.subject,
            typeCode: claims.type,
            typeNameZh: issuer.definition.nameZh + (claims.isRefusal ? "（不予许可决定书）" : ""),
            typeNameEn: (claims.isRefusal ? "Refusal: " : "") + issuer.definition.nameEn,
            isRefusal: claims.isRefusal,
            issuerNameZh: issuer.member.nameZh,
            issuerNameEn: issuer.member.nameEn,
            issuerUSCC: issuer.member.uscc,
            issuedMs: CivilTime.milliseconds(seconds: file.statement.header.issuedAt),
            notBeforeMs: claims.notBefore.map(CivilTime.milliseconds(seconds:)),
            expiryMs: claims.expiry.map(CivilTime.milliseconds(seconds:)),
            leafIndex: file.leafIndex,
            recordedHeight: recorded.height,
            recordedMs: recorded.timeMs,
            fields: fields(of: file.disclosures, in: issuer.definition),
            hiddenFieldCount: claims.fieldDigests.count - file.disclosures.count,
            documents: claims.documents.map(CertificateSummary.Document.init)
        )
    }

    /// The fields that the type knows, in its order, and after them the others.
    private func fields(
        of disclosures: [Disclosure],
        in definition: CertificateDefinition
    ) -> [CertificateSummary.Field] {
        let names = definition.fields.map(\.name)
        let place = { (disclosure: Disclosure) in
            disclosure.name.flatMap { names.firstIndex(of: $0) } ?? names.count
        }
        return disclosures.enumerated()
            .sorted { (place($0.element), $0.offset) < (place($1.element), $1.offset) }
            .map { _, disclosure in
                let name = disclosure.displayedName
                let field =
                    definition.fields.first { $0.name == name } ?? commonField(named: name)
                return CertificateSummary.Field(
                    name: name,
                    labelZh: field?.labelZh ?? name,
                    value: field?.text(of: disclosure.value) ?? disclosure.value.displayed,
                    type: field?.type ?? "text"
                )
            }
    }

    /// A field of another type in the genesis: types that were adopted later leave out what all
    /// types have.
    private func commonField(named name: String) -> CertificateDefinition.Field? {
        for type in genesis.document.certificateTypes {
            if let field = type.fields.first(where: { $0.name == name }) { return field }
        }
        return nil
    }
}

extension Disclosure {
    /// The field's name as people read it, whatever its key is.
    var displayedName: String { name ?? key.displayed }
}

extension CertificateDefinition.Field {
    /// A value as people read it: yuan for fen, numbers with their unit, meanings for codes.
    package func text(of value: CBORValue) -> String {
        switch value {
        case .unsigned(let fen) where type == "money":
            let cents = fen % 100
            return "\(fen / 100).\(cents < 10 ? "0" : "")\(cents) 元"
        case .text(let code) where type == "code":
            return values.first { $0.code == code }.map { "\(code) \($0.labelZh)" } ?? code
        default:
            return counted(value) ?? value.displayed
        }
    }

    /// A number and what it counts; nil for anything else.
    private func counted(_ value: CBORValue) -> String? {
        guard let unit else { return nil }
        switch (value, type) {
        case (.unsigned, "integer"), (.negative, "integer"), (.text, "decimal"):
            return CountedNumber.text(value.displayed, of: unit)
        default: return nil
        }
    }
}

extension CBORValue {
    /// The value in plain text.
    fileprivate var displayed: String {
        switch self {
        case .unsigned(let number): String(number)
        case .negative(let number): number == .max ? "-18446744073709551616" : "-\(number + 1)"
        case .text(let text): text
        case .bytes(let bytes): bytes.hexadecimal
        case .boolean(let flag): flag ? "是" : "否"
        case .null: "—"
        case .array(let items): items.map(\.displayed).joined(separator: ", ")
        case .map(let pairs):
            pairs.map { "\($0.key.displayed): \($0.value.displayed)" }.joined(separator: ", ")
        case .tagged(_, let value): value.displayed
        case .simple(let number): "simple(\(number))"
        }
    }
}

extension CertificateSummary.Document {
    fileprivate init(_ document: DocumentDigest) {
        switch document.algorithm {
        case .p256: algorithm = "SHA-256"
        case .sm2: algorithm = "SM3"
        }
        digest = document.digest.hexadecimal
        mediaType = document.mediaType
    }
}
