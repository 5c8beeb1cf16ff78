package import Console
import Evidence
import HTML

/// A certificate as one self-contained HTML page for a screen or a sheet of A4.
///
/// It loads nothing and runs nothing, which its own content policy enforces as well; every value in
/// it went through ``Markup``.
package struct CertificatePage {
    private let view: CertificateView
    private let language: Language

    /// The page of a view.
    package init(_ view: CertificateView, _ language: Language) {
        self.view = view
        self.language = language
    }

    /// The whole page.
    package var html: String {
        let title = view.certificate.map { $0.title } ?? Phrase("Certificate", "电子证照")
        let page: Markup = """
            <!DOCTYPE html>
            <html lang="\(language == .chinese ? "zh-CN" : "en")">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" \
            content="default-src 'none'; style-src 'unsafe-inline'">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>\(say(title))</title>
            <style>\(PageStyle.sheet)</style>
            </head>
            <body class="\(view.conclusion.rawValue)">
            <main>
            \(certificate)
            \(standing)
            \(place)
            \(checks)
            <footer>
            \(Markup(view.advice.map { "<p>\(say($0))</p>\n" }))</footer>
            </main>
            </body>
            </html>

            """
        return page.text
    }

    // MARK: - Parts

    private var certificate: Markup {
        guard let certificate = view.certificate else {
            return "<h1>\(say(Phrase("Certificate", "电子证照")))</h1>"
        }
        let rows = view.shownRows(certificate).map(row)
        let caption = "签名已核验"
        let seal = SealPicture(name: certificate.issuer.chinese, caption: caption).markup
        return """
            <section class="sheet">
            <h1>\(say(certificate.title))</h1>
            <dl class="fields">
            \(Markup(rows))</dl>
            <div class="issued">
            <div><p>\(say(certificate.issuer))</p>
            <p>\(say(certificate.issuedOn))</p></div>
            \(seal)
            </div>
            \(stamp)
            </section>
            """
    }

    /// What is wrong, across the sheet: a print that was cut off below must not look valid.
    private var stamp: Markup {
        guard view.conclusion != .valid else { return "" }
        return "<p class=\"stamp\">\(say(view.headline))</p>"
    }

    private var standing: Markup {
        "<section class=\"standing\"><p>\(view.standing(language))</p></section>"
    }

    private var place: Markup {
        guard let certificate = view.certificate else { return "" }
        return "<dl class=\"place\">\n\(Markup(certificate.place.map(row)))</dl>"
    }

    private var checks: Markup {
        let items = view.checks.map { check -> Markup in
            guard !check.isPassed else { return "<li>✔ \(say(check.row.label))</li>\n" }
            return """
                <li class="failed">✘ \(say(check.row.label))\(colon)\(say(check.row.value))</li>

                """
        }
        return items.isEmpty ? "" : "<ul class=\"checks\">\n\(Markup(items))</ul>"
    }

    private func row(_ row: CertificateView.Row) -> Markup {
        "<dt>\(say(row.label))</dt><dd>\(say(row.value))</dd>\n"
    }

    private var colon: String { say(Phrase(": ", "：")) }

    private func say(_ phrase: Phrase) -> String { phrase.text(language) }
}
