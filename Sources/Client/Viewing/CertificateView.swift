package import Console
package import Evidence

/// A certificate as a person expects to see it, in both languages.
///
/// It is made from a verdict, which names a certificate only when everything that its issuer signed
/// has proven genuine: a field that did not verify has no way here.
package struct CertificateView: Sendable {
    /// A line with a label.
    package struct Row: Hashable, Sendable {
        /// What it is.
        package let label: Phrase
        /// What it says.
        package let value: Phrase

        /// Pairs the two; control characters become visible dots.
        package init(_ label: Phrase, _ value: Phrase) {
            self.label = label.printable
            self.value = value.printable
        }
    }

    /// The part that comes from the certificate itself.
    package struct Certificate: Hashable, Sendable {
        /// The name of its type.
        package let title: Phrase
        /// Who issued it.
        package let issuer: Phrase
        /// The day of the issue.
        package let issuedOn: Phrase
        /// The fields that the holder shows.
        package let fields: [Row]
        /// How many the holder does not show.
        package let hiddenCount: Int
        /// Where it stands on the ledger, and what goes with it.
        package let place: [Row]
    }

    /// Valid, invalid or cannot tell.
    package let conclusion: Conclusion
    /// The verdict in one line.
    package let headline: Phrase
    /// Why the status is what it is, and since when; nil when nothing changed it.
    package let event: Phrase?
    /// The moment of the ledger for which it holds; nil when it was not reached.
    package let asOf: Phrase?
    /// Each check with what was found.
    package let checks: [(row: Row, isPassed: Bool)]
    /// The certificate; nil when it is not genuine.
    package let certificate: Certificate?
    /// How to check the file without believing this view.
    package let advice: [Phrase]

    /// The view of what a verifier of this ledger found.
    package init(_ verdict: Verdict, by verifier: Verifier) {
        conclusion = verdict.conclusion
        headline = Self.headline(of: verdict)
        event = verdict.statusEvent.map { event in
            Self.event(of: event, isValidAgain: verdict.conclusion == .valid).printable
        }
        asOf = verdict.asOf.map(Self.moment(of:))
        checks = verdict.checks.map { check in
            let name = Phrase(check.name.english, check.name.chinese)
            return (Row(name, Phrase(check.english, check.chinese)), check.isPassed)
        }
        certificate = verdict.certificate.map { Certificate($0, ledger: verifier) }
        advice = Self.advice(for: verdict, ledger: verifier)
    }
}

// MARK: - What a verdict says

extension CertificateView {
    private static func headline(of verdict: Verdict) -> Phrase {
        let conclusion = verdict.conclusion
        guard let reason = verdict.reason else {
            guard verdict.certificate?.isRefusal == true else {
                return Phrase(conclusion.english, conclusion.chinese)
            }
            // A valid refusal must not be taken for the licence that it refuses.
            return Phrase(
                "\(conclusion.english): a refusal, which grants nothing",
                "\(conclusion.chinese)：不予许可决定，不构成许可"
            )
        }
        return Phrase(
            "\(conclusion.english): \(reason.english)",
            "\(conclusion.chinese)：\(reason.chinese)"
        )
    }

    private static func event(of event: StatusEventSummary, isValidAgain: Bool) -> Phrase {
        let day = ViewText.day(event.effectiveMs)
        var english = (isValidAgain ? "again since " : "since ") + day.english
        var chinese = "自\(day.chinese)起" + (isValidAgain ? "恢复" : "")
        if !event.reason.isEmpty {
            english += "; reason: \(event.reason)"
            chinese += "；理由：\(event.reason)"
        }
        if let successor = event.successor {
            english += "; replaced by \(successor)"
            chinese += "；新证照标识：\(successor)"
        }
        return Phrase(english, chinese)
    }

    private static func moment(of asOf: LedgerMoment) -> Phrase {
        let time = ViewText.moment(asOf.timeMs)
        let age = CivilTime.duration(asOf.ageMs)
        return Phrase(
            "as of block \(asOf.height), \(time.english), \(age.english) ago",
            "截至区块 \(asOf.height)，\(time.chinese)，\(age.chinese)前"
        )
    }

    private static func advice(for verdict: Verdict, ledger: Verifier) -> [Phrase] {
        var advice = [
            Phrase(
                "This is a picture of the certificate. What counts is its file (.cose): anybody "
                    + "checks it offline with lianzheng-verify FILE --genesis genesis.json.",
                "本件仅供阅读，以证照文件（.cose）为准。任何人可离线核验：lianzheng-verify 文件 "
                    + "--genesis genesis.json。"
            ),
            Phrase(
                "The genesis must be that of ledger \(ledger.ledgerIdentifier).",
                "创世文件须属于账本 \(ledger.ledgerIdentifier)。"
            ),
        ]
        if verdict.certificate == nil {
            advice.insert(
                Phrase(
                    "Nothing of its content is shown, because it has not proven genuine.",
                    "该文件未能证明为真，故不显示其任何内容。"
                ),
                at: 0
            )
        }
        return advice.map(\.printable)
    }
}
