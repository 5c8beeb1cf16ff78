package import Catalogue
package import Console
import Cryptography
import HTML
import Ledger

/// The audit report as one self-contained page that an audit bureau can print and file.
package struct AuditPage {
    let report: AuditReport
    let catalogue: Catalogue
    let circumstances: Circumstances
    let language: Language

    /// What the report says beside what the files say.
    package struct Circumstances: Sendable {
        /// The folders that were read.
        package let folders: [String]
        /// The tool and its version.
        package let tool: String
        /// When the audit was made, as people read it.
        package let madeAt: String
        /// How long it took.
        package let seconds: Double

        /// Collects them.
        package init(folders: [String], tool: String, madeAt: String, seconds: Double) {
            self.folders = folders
            self.tool = tool
            self.madeAt = madeAt
            self.seconds = seconds
        }
    }

    /// Prepares a page.
    package init(
        _ report: AuditReport,
        catalogue: Catalogue,
        circumstances: Circumstances,
        language: Language
    ) {
        self.report = report
        self.catalogue = catalogue
        self.circumstances = circumstances
        self.language = language
    }

    /// The page: HTML in UTF-8, without scripts, and nothing loaded from elsewhere.
    package var html: String {
        let title = text("Audit report", "链上账本审计报告")
        let page: Markup = """
            <!DOCTYPE html>
            <html lang="\(language == .chinese ? "zh-CN" : "en")"><head><meta charset="utf-8">
            <title>\(title) · \(report.genesis.document.name)</title>
            <style>\(AuditPageStyle.sheet)</style></head><body>
            <h1>\(title)</h1>
            \(verdict)
            \(section(text("Scope", "审计范围"), scope))
            \(section(text("What was checked", "核查内容"), checked))
            \(section(text("Findings", "审计发现"), findings))
            \(section(text("By month", "按月统计"), byMonth))
            \(section(text("By agency", "按部门统计"), byAgency))
            \(section(text("Records by category", "按数据类别统计"), byCategory))
            \(section(text("Certificates by type", "按证照类型统计"), byType))
            \(signatures)
            </body></html>

            """
        return page.text
    }

    // MARK: Parts

    func text(_ english: String, _ chinese: String) -> String {
        Phrase(english, chinese).text(language)
    }

    private func section(_ title: String, _ content: Markup) -> Markup {
        content.text.isEmpty ? "" : "<h2>\(title)</h2>\n\(content)"
    }

    private var verdict: Markup {
        guard !report.isGood else {
            let holds = report.assurance
            let good = text("No objection: \(holds.english)", "无异议：\(holds.chinese)")
            return "<p class=\"verdict good\">\(good)</p>"
        }
        let count = report.findings.count
        let bad = text(
            "\(count.counting("finding")); rules were executed up to height "
                + "\(report.executedHeight).",
            "发现问题 \(count) 项；规则执行至高度 \(report.executedHeight)。"
        )
        return "<p class=\"verdict bad\">\(bad)</p>"
    }

    private var signatures: Markup {
        """
        <div class="sign"><div>\(text("Auditor", "审计人员"))</div>\
        <div>\(text("Date and seal", "日期（盖章）"))</div></div>
        """
    }

    func table(_ headings: [String], _ rows: [[String]], numbers: Set<Int> = []) -> Markup {
        func cell(_ tag: Markup, _ column: Int, _ value: String) -> Markup {
            let mark: Markup = numbers.contains(column) ? " class=\"n\"" : ""
            return "<\(tag)\(mark)>\(value)</\(tag)>"
        }
        func row(_ tag: Markup, _ cells: [String]) -> Markup {
            "<tr>\(Markup(cells.enumerated().map { cell(tag, $0, $1) }))</tr>\n"
        }
        // A heading of its own is printed again on each page that the table goes on to.
        let heading: Markup =
            headings.isEmpty ? "" : "<thead>\(row("th", headings))</thead>"
        let body = Markup(rows.map { row("td", $0) })
        return "<table>\(heading)<tbody>\(body)</tbody></table>"
    }

    /// A count with a comma after every three digits, as reports have it.
    static func grouped(_ count: UInt64) -> String {
        let digits = String(count)
        return digits.enumerated().map { place, digit in
            place > 0 && (digits.count - place) % 3 == 0 ? ",\(digit)" : "\(digit)"
        }.joined()
    }
}
