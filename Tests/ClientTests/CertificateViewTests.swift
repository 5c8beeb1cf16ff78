import CBOR
import COSE
import Client
import Console
import Cryptography
import Evidence
import JSON
import Ledger
import Testing

/// What people are shown of a certificate, and what they are never shown.
@Suite struct CertificateViewTests {
    @Test(arguments: [Cryptography.Suite.p256, .sm2])
    func `amounts, days and codes are shown as people write them`(
        suite: Cryptography.Suite
    ) throws {
        var district = try TestDistrict(suite)
        let file = try district.issue("CERT-09").file
        let view = district.view(file)
        let text = view.text(.chinese)
        #expect(view.conclusion == .valid)
        #expect(text.contains("128,000,000.00 元"))
        #expect(text.contains("36500.50 m²") && text.contains("540 天"))
        #expect(text.contains("2023年11月15日"))
        #expect(text.contains("建筑工程施工许可证"))
        #expect(view.text(.english).contains("CNY 128,000,000.00"))
        #expect(text.contains("✔ 有效") && text.contains("截至区块"))
        let grade = try district.view(district.issue("CERT-05").file)
        #expect(grade.text(.chinese).contains("2026年4月30日"))
        let code = try #require(
            grade.certificate?.fields.first { $0.label.english == "Grade" }?.value
        )
        #expect(code.english.hasPrefix("A ") && !code.chinese.hasPrefix("A "))
    }

    @Test func `no line for the terminal is wider than the terminal`() throws {
        var district = try TestDistrict()
        for code in ["CERT-01", "CERT-02", "CERT-08", "CERT-13"] {
            let view = try district.view(district.issue(code).file)
            for width in [40, 76, 100] {
                for language in Language.allCases {
                    for line in view.text(language, width: width).split(separator: "\n") {
                        #expect(DisplayWidth.of(String(line)) <= width, "\(code) \(line)")
                    }
                }
            }
        }
    }

    @Test func `hostile values are text on the page and dots in the terminal`() throws {
        var district = try TestDistrict()
        let name = "<script>alert(1)</script>\"'&</dd><img src=x onerror=alert(2)>"
        let file = try district.issue("CERT-04", with: ["holder_name": .string(name)]).file
        let page = CertificatePage(district.view(file), .chinese).html
        #expect(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;&lt;/dd&gt;"))
        #expect(!page.contains("<script") && !page.contains("<img"))
        let row = CertificateView.Row(
            Phrase("a\u{1B}[2J", "b\u{202E}"),
            Phrase("c\u{7}\n", "d\u{2028}")
        )
        #expect(row.label == Phrase("a·[2J", "b·") && row.value == Phrase("c··", "d·"))
    }

    @Test func `the page loads nothing and runs nothing`() throws {
        var district = try TestDistrict()
        let page = CertificatePage(try district.view(district.issue("CERT-01").file), .english).html
        for word in ["http:", "https:", "url(", "@import", "<link", "<script", "src=", "href="] {
            #expect(!page.contains(word), "\(word)")
        }
        #expect(page.contains("default-src 'none'"))
        #expect(page.contains("<html lang=\"en\">") && page.contains("@page { size: A4"))
        #expect(page.contains("<svg class=\"seal\""))
    }

    @Test func `the seal carries the issuer's name, every letter of it`() throws {
        var district = try TestDistrict()
        let view = try district.view(district.issue("CERT-04").file)
        let page = CertificatePage(view, .chinese).html
        let name = try #require(view.certificate?.issuer.chinese)
        #expect(page.contains("aria-label=\"\(name)\""))
        for letter in name { #expect(page.contains("100 100)\">\(letter)</text>")) }
    }

    @Test func `a file that is not genuine shows none of its content`() throws {
        var district = try TestDistrict()
        let file = try district.issue("CERT-04").file
        let foreign = try #require(try district.issue("CERT-05").file.disclosures.first)
        var forged = file
        forged.disclosures[0] = Disclosure(
            salt: foreign.salt,
            key: file.disclosures[0].key,
            value: .text("伪造有限公司")
        )
        let view = district.view(forged)
        #expect(view.conclusion == .invalid && view.certificate == nil)
        for text in [view.text(.chinese), CertificatePage(view, .chinese).html] {
            #expect(!text.contains("伪造有限公司") && !text.contains("示范智能制造"))
            #expect(text.contains("未能证明为真"))
        }
    }

    @Test(arguments: [
        (StatusAction.revoke, "已撤销"), (.suspend, "已暂停"), (.forfeit, "已吊销"),
        (.cancel, "已注销"), (.supersede, "已换发"),
    ])
    func `a withdrawn certificate says so across the sheet`(
        action: StatusAction,
        word: String
    ) throws {
        var district = try TestDistrict()
        let issued = try district.issue("CERT-04")
        let statement = action.statement(
            about: issued.file.statement,
            leafIndex: issued.leafIndex,
            reason: "欠税已查明",
            by: issued.signer,
            nowMs: district.nowMs
        )
        let leaf = try district.record(statement)
        let file = try district.file(
            issued.file.statement,
            issued.file.disclosures,
            at: issued.leafIndex,
            event: (statement, leaf)
        )
        let view = district.view(file)
        #expect(view.headline.chinese == "无效：\(word)")
        #expect(view.text(.chinese).contains("欠税已查明"))
        let page = CertificatePage(view, .chinese).html
        #expect(page.contains("<p class=\"stamp\">无效：\(word)</p>"))
        #expect(page.contains("<body class=\"invalid\">"))
    }

    @Test func `a certificate that was suspended and is valid again says so`() throws {
        var district = try TestDistrict()
        let issued = try district.issue("CERT-04")
        var last: (statement: SignedStatement, leafIndex: UInt64)?
        for action in [StatusAction.suspend, .resume] {
            let statement = action.statement(
                about: issued.file.statement,
                leafIndex: issued.leafIndex,
                reason: "已核实",
                by: issued.signer,
                nowMs: district.nowMs
            )
            last = (statement, try district.record(statement))
        }
        let file = try district.file(
            issued.file.statement,
            issued.file.disclosures,
            at: issued.leafIndex,
            event: last
        )
        let view = district.view(file)
        #expect(view.conclusion == .valid)
        #expect(view.text(.chinese).contains("日起恢复；理由：已核实"))
        #expect(view.text(.english).contains("again since"))
    }

    @Test func `a refusal is never shown as the licence`() throws {
        var district = try TestDistrict()
        let view = try district.view(district.issue("CERT-02", isRefusal: true).file)
        #expect(view.headline.chinese == "有效：不予许可决定，不构成许可")
        #expect(view.certificate?.title.chinese.contains("不予许可") == true)
    }

    @Test func `what is not shown is counted and cannot be recovered`() throws {
        var district = try TestDistrict()
        let file = try district.issue("CERT-05").file
        let copy = file.keepingDisclosures(of: ["holder_name", "grade"])
        let view = district.view(copy)
        #expect(view.conclusion == .valid)
        let hidden = file.disclosures.filter { !copy.disclosures.contains($0) }
        #expect(view.text(.chinese).contains("\(hidden.count) 项") && copy.disclosures.count == 2)
        // Neither a salt nor a name or value of theirs is left in the copy.
        for disclosure in hidden {
            #expect(!copy.encoded.containsRun(disclosure.salt))
            #expect(!copy.encoded.containsRun(disclosure.encoded))
        }
    }

    @Test func `amounts are grouped by three digits and stay exact`() {
        let expected = [
            "0.05": "0.05", "999.00": "999.00", "1000.00": "1,000.00", "-1234567": "-1,234,567",
            "184467440737095516.15": "184,467,440,737,095,516.15", "12a4": "12a4", "": "",
        ]
        for (number, text) in expected.sorted(by: { $0.key < $1.key }) {
            #expect(ViewText.grouped(number) == text)
        }
    }

    @Test func `days and periods that are none stay as they are`() {
        #expect(ViewText.value("2025-06-30", ofType: "date").chinese == "2025年6月30日")
        #expect(ViewText.value("2025-02-30", ofType: "date").chinese == "2025-02-30")
        #expect(ViewText.value("2025-06", ofType: "period").chinese == "2025年6月")
        #expect(ViewText.value("2025Q2", ofType: "period").chinese == "2025年第2季度")
        #expect(ViewText.value("2025", ofType: "period").chinese == "2025年")
        #expect(ViewText.value("2025-13", ofType: "period").chinese == "2025-13")
    }
}

extension [UInt8] {
    /// Whether these bytes stand in it side by side.
    fileprivate func containsRun(_ run: [UInt8]) -> Bool {
        guard let first = run.first, count >= run.count else { return false }
        return (0...(count - run.count)).contains { start in
            self[start] == first && self[start..<(start + run.count)].elementsEqual(run)
        }
    }
}
