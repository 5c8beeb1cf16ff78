import Console
import Evidence

extension Outcome {
    /// The outcome for people, ending in a newline.
    func text(_ language: Language) -> String {
        VerdictText(verdict: verdict, ledger: ledger ?? "", note: note, language: language)
            .text(path: path)
    }
}

/// A verdict in lines.
struct VerdictText {
    let verdict: Verdict
    let ledger: String
    let note: Phrase?
    let language: Language

    static func mark(of conclusion: Conclusion) -> String {
        switch conclusion {
        case .valid: "✔"
        case .invalid: "✘"
        case .cannotTell: "?"
        }
    }

    func text(path: String) -> String {
        var lines = [headline(path: path)] + (certificate + moment + found).map { "  " + $0 }
        if !verdict.checks.isEmpty { lines.append("") }
        lines += verdict.checks.map { "  " + line(of: $0) }
        return lines.map { Self.printable($0) + "\n" }.joined()
    }

    private func headline(path: String) -> String {
        let mark = Self.mark(of: verdict.conclusion)
        let conclusion = verdict.conclusion.phrase.text(language)
        let reason = verdict.reason.map { say(": ", "：") + $0.phrase.text(language) } ?? ""
        return "\(mark) \(conclusion)\(reason)\(refusal)  \(path)"
    }

    /// A valid refusal must not be taken for the licence that it refuses.
    private var refusal: String {
        guard verdict.conclusion == .valid, verdict.certificate?.isRefusal == true else {
            return ""
        }
        return say(": a refusal, which grants nothing", "：不予许可决定，不构成许可")
    }

    private var certificate: [String] {
        guard let certificate = verdict.certificate else { return [] }
        let type = say(certificate.typeNameEn, certificate.typeNameZh)
        let issuer = say(certificate.issuerNameEn, certificate.issuerNameZh)
        let issued = CivilTime.text(certificate.issuedMs)
        let place = "\(certificate.recordedHeight)/\(certificate.leafIndex)"
        var rows = [
            (say("Type", "证照类型"), "\(type) (\(certificate.typeCode))"),
            (say("Identifier", "证照标识"), certificate.identifier),
            (say("Issuer", "签发机构"), "\(issuer) \(certificate.issuerUSCC)"),
            (say("Issued", "签发时间"), issued),
            (say("Recorded", "登记"), "\(ledger)\(say(", block/entry", "，区块/序号")) \(place)"),
        ]
        rows += certificate.fields.map { (say($0.labelEn, $0.labelZh), $0.value) }
        if certificate.hiddenFieldCount > 0 {
            let hidden = "\(certificate.hiddenFieldCount)"
            rows.append((say("Not shown", "未披露"), hidden + say(" fields", " 项")))
        }
        rows += certificate.documents.map { document in
            (
                say("Document", "附件"),
                "\(document.mediaType) \(document.algorithm) \(document.digest)"
            )
        }
        return aligned(rows)
    }

    private var moment: [String] {
        guard let asOf = verdict.asOf else { return [] }
        let time = CivilTime.text(asOf.timeMs)
        let age = CivilTime.duration(asOf.ageMs)
        return [
            say(
                "As of block \(asOf.height), \(time), \(age.english) ago",
                "截至区块 \(asOf.height)，\(time)，\(age.chinese)前"
            )
        ]
    }

    private var found: [String] {
        note.map { [$0.text(language)] } ?? []
    }

    private func line(of check: Check) -> String {
        let mark = Self.mark(of: check.reason?.conclusion ?? .valid)
        let name = say(check.name.english, check.name.chinese)
        return "\(mark) \(DisplayWidth.padded(name, to: 20))\(say(check.english, check.chinese))"
    }

    private func aligned(_ rows: [(name: String, value: String)]) -> [String] {
        let width = rows.map { DisplayWidth.of($0.name) }.max() ?? 0
        return rows.map { "\(DisplayWidth.padded($0.name, to: width))  \($0.value)" }
    }

    private func say(_ english: String, _ chinese: String) -> String {
        Phrase(english, chinese).text(language)
    }

    /// Field values come from strangers: control characters could steer the terminal.
    private static func printable(_ line: String) -> String {
        String(
            String.UnicodeScalarView(
                line.unicodeScalars.map { scalar in
                    switch scalar.properties.generalCategory {
                    case .control, .format, .lineSeparator, .paragraphSeparator: "·"
                    default: scalar
                    }
                }
            )
        )
    }
}

extension Conclusion {
    fileprivate var phrase: Phrase { Phrase(english, chinese) }
}

extension Reason {
    fileprivate var phrase: Phrase { Phrase(english, chinese) }
}
