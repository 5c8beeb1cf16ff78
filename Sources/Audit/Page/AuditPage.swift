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
            <style>\(Self.style)</style></head><body>
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

    private static let style: Markup = """
        body{font:15px/1.6 "Source Han Sans SC","Noto Sans CJK SC",sans-serif;max-width:760px;\
        margin:32px auto;color:#1b1b1b;padding:0 16px}\
        h1{font-size:26px;text-align:center;letter-spacing:.1em}h2{font-size:18px;\
        border-bottom:2px solid #8c1515;margin-top:32px}\
        table{border-collapse:collapse;width:100%}td,th{border:1px solid #c9c9c9;\
        padding:4px 8px;text-align:left;vertical-align:top;overflow-wrap:anywhere}\
        td.n,th.n{text-align:right;white-space:nowrap}th{background:#f4f1ea}\
        .verdict{padding:12px 16px;font-size:17px;border-left:6px solid}\
        .good{border-color:#2e7d32;background:#eef7ee}.bad{border-color:#b71c1c;\
        background:#fdeeee}svg text{font-size:12px;fill:#333}svg rect{fill:#8c1515}\
        .sign{display:flex;gap:64px;margin-top:56px}.sign div{flex:1;border-top:1px solid #333;\
        padding-top:4px}code{font-size:12px}@media print{body{margin:0}h2{break-after:avoid}\
        tr{break-inside:avoid}}
        """

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
        let heading = headings.isEmpty ? "" : row("th", headings)
        return "<table>\(heading)\(Markup(rows.map { row("td", $0) }))</table>"
    }
}
