import CBOR
import COSE
import Catalogue
package import Console
import Cryptography
import Evidence
package import Ledger

/// A draft as its approver sees it before signing: everything that the signature would cover.
package struct DraftView: Sendable {
    private let title: Phrase
    private let rows: [CertificateView.Row]

    /// The view of what a draft says.
    package init(_ content: DraftContent, of file: DraftFile, issuer: Member) {
        let claims = content.claims
        title = content.type.title(isRefusal: claims.isRefusal)
        typealias Row = CertificateView.Row
        let same = { (text: String) in Phrase(text, text) }
        var rows = content.fields.map { field, value in
            let shown = CertificateDefinition.Field(field)
            // An approver is there to ask.
            let doubt: FindingReason? =
                if case .text(let text) = value { field.doubt(about: text) } else { nil }
            let text = ViewText.value(shown.text(of: value), ofType: shown.type)
            return Row(
                ViewText.label(of: field.name, chinese: field.label.chinese),
                Phrase(
                    text.english + (doubt.map { " (\($0.english))" } ?? ""),
                    text.chinese + (doubt.map { "（\($0.chinese)）" } ?? "")
                )
            )
        }
        rows += [
            Row(Phrase("Identifier", "电子证照标识"), same(claims.subject)),
            Row(Phrase("Issuer", "签发机构"), Phrase(issuer.nameEn, issuer.nameZh)),
            Row(Phrase("Drafted", "拟稿时间"), ViewText.moment(claims.issuedAt * 1_000)),
            Row(
                Phrase("Officer's key", "经办人密钥"),
                same(file.statement.header.keyIdentifier.hexadecimal)
            ),
        ]
        if let end = claims.expiry {
            rows.append(Row(Phrase("Valid until", "有效期至"), ViewText.day(end * 1_000)))
        }
        if let old = claims.supersedes {
            rows.append(Row(Phrase("In place of entry", "换发自第几号"), same("\(old)")))
        }
        for document in claims.documents {
            let algorithm = document.algorithm == .sm2 ? "SM3" : "SHA-256"
            let digest = "\(document.mediaType) \(algorithm) \(document.digest.hexadecimal)"
            rows.append(Row(Phrase("Document", "附件"), same(digest)))
        }
        self.rows = rows
    }

    /// The draft for a terminal.
    package func text(_ language: Language, width: Int = 76) -> String {
        let rule = String(repeating: "─", count: width)
        let lines =
            [rule] + CertificateView.centred(title.text(language), width) + [rule]
            + CertificateView.table(rows, language, width) + [rule]
        return lines.map { $0 + "\n" }.joined()
    }
}
