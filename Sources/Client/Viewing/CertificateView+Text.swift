package import Console
import Evidence

extension CertificateView {
    /// The certificate for a terminal; long values wrap by display width.
    package func text(_ language: Language, width: Int = 76) -> String {
        var lines: [String] = []
        let rule = String(repeating: "─", count: width)
        if let certificate {
            lines.append(String(repeating: "═", count: width))
            lines += Self.centred(certificate.title.text(language), width)
            lines += Self.centred(certificate.issuer.text(language), width)
            lines.append(rule)
            lines += Self.table(shownRows(certificate), language, width)
            lines.append(rule)
            lines += Self.table(certificate.place, language, width)
            lines.append(rule)
        }
        lines += DisplayWidth.wrapped(standing(language), to: width)
        for check in checks where !check.isPassed {
            let name = check.row.label.text(language)
            lines += Self.indented("✘ \(name)  \(check.row.value.text(language))", width)
        }
        for sentence in advice { lines += Self.indented(sentence.text(language), width) }
        return lines.map { $0 + "\n" }.joined()
    }

    /// The verdict and its moment in one sentence.
    package func standing(_ language: Language) -> String {
        let mark =
            switch conclusion {
            case .valid: "✔"
            case .invalid: "✘"
            case .cannotTell: "?"
            }
        let parts = [headline, event, asOf].compactMap { $0?.text(language) }
        return "\(mark) " + parts.joined(separator: Phrase("; ", "；").text(language))
    }

    /// The fields, and how many are not shown.
    func shownRows(_ certificate: Certificate) -> [Row] {
        guard certificate.hiddenCount > 0 else { return certificate.fields }
        let count = certificate.hiddenCount
        let hidden = Row(Phrase("Not shown", "未出示"), Phrase(count.counting("field"), "\(count) 项"))
        return certificate.fields + [hidden]
    }

    static func table(_ rows: [Row], _ language: Language, _ width: Int) -> [String] {
        let labels = rows.map { $0.label.text(language) }
        let column = min(24, labels.map(DisplayWidth.of).max() ?? 0)
        return zip(rows, labels).flatMap { row, label in
            let left = DisplayWidth.wrapped(label, to: column)
            let right = DisplayWidth.wrapped(row.value.text(language), to: width - column - 4)
            return (0..<max(left.count, right.count)).map { line in
                let label = line < left.count ? left[line] : ""
                let value = line < right.count ? right[line] : ""
                return value.isEmpty
                    ? " \(label)" : " \(DisplayWidth.padded(label, to: column))  \(value)"
            }
        }
    }

    static func centred(_ text: String, _ width: Int) -> [String] {
        DisplayWidth.wrapped(text, to: width - 4).map { line in
            String(repeating: " ", count: max(0, width - DisplayWidth.of(line)) / 2) + line
        }
    }

    private static func indented(_ text: String, _ width: Int) -> [String] {
        DisplayWidth.wrapped(text, to: width - 2).map { "  " + $0 }
    }
}
