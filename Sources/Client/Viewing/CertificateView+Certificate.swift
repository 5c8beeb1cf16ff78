import Console
import Evidence

extension CertificateView.Certificate {
    /// The certificate that a verifier found genuine.
    init(_ summary: CertificateSummary, ledger: Verifier) {
        title = Phrase(summary.typeNameEn, summary.typeNameZh).printable
        issuer = Phrase(summary.issuerNameEn, summary.issuerNameZh).printable
        issuedOn = ViewText.day(summary.issuedMs)
        hiddenCount = summary.hiddenFieldCount
        fields = summary.fields.map { field in
            CertificateView.Row(
                ViewText.label(of: field.name, chinese: field.labelZh),
                ViewText.value(field.value, ofType: field.type)
            )
        }
        place = Self.place(of: summary, ledger)
    }

    private static func place(
        of summary: CertificateSummary,
        _ ledger: Verifier
    ) -> [CertificateView.Row] {
        typealias Row = CertificateView.Row
        let same = { (text: String) in Phrase(text, text) }
        let recorded = ViewText.moment(summary.recordedMs)
        var rows = [
            Row(Phrase("Identifier", "电子证照标识"), same(summary.identifier)),
            Row(
                Phrase("Issuer", "签发机构"),
                Phrase(
                    "\(summary.issuerNameEn) (\(summary.issuerUSCC))",
                    "\(summary.issuerNameZh)（\(summary.issuerUSCC)）"
                )
            ),
            Row(Phrase("Signed", "签发时间"), ViewText.moment(summary.issuedMs)),
            Row(
                Phrase("Recorded", "上链登记"),
                Phrase(
                    "\(ledger.ledgerName), block \(summary.recordedHeight), "
                        + "entry \(summary.leafIndex), \(recorded.english)",
                    "\(ledger.ledgerName)，区块 \(summary.recordedHeight)，"
                        + "序号 \(summary.leafIndex)，\(recorded.chinese)"
                )
            ),
        ]
        let shown = summary.fields.map(\.name)
        if let from = summary.notBeforeMs, !shown.contains("valid_from") {
            rows.append(Row(Phrase("Valid from", "有效期自"), ViewText.day(from)))
        }
        if let end = summary.expiryMs, !shown.contains("valid_to") {
            rows.append(Row(Phrase("Valid until", "有效期至"), ViewText.day(end)))
        }
        for document in summary.documents {
            rows.append(
                Row(
                    Phrase("Document", "附件"),
                    same("\(document.mediaType) \(document.algorithm) \(document.digest)")
                )
            )
        }
        return rows
    }
}
