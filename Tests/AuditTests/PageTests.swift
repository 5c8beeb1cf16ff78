import Audit
import COSE
import Console
import Cryptography
import Ledger
import Storage
import Testing

@Suite struct PageTests {
    private func page(
        _ report: AuditReport,
        _ ledger: AuditLedger,
        folder: String = "copy",
        _ language: Language
    ) -> String {
        let circumstances = AuditPage.Circumstances(
            folders: [folder],
            tool: "lianzheng-audit 1",
            madeAt: "2026-11-24 14:00:00",
            seconds: 2
        )
        return AuditPage(
            report,
            catalogue: ledger.chain.catalogue,
            circumstances: circumstances,
            language: language
        ).html
    }

    @Test func `the page says chain, heights, counts, findings and who wrote what`() async throws {
        let ledger = try AuditLedger()
        try ledger.fill()
        let html = page(try await ledger.audit(), ledger, .chinese)
        for text in [
            "链上账本审计报告", "无异议", ledger.chain.genesis.chainID.hexadecimal, "0–5", "TAX-001",
            "CERT-04", "TAX机构", "<svg", "审计人员",
        ] { #expect(html.contains(text), "\(text) is missing") }
        #expect(!html.contains("<script") && !html.contains("http"))
    }

    @Test func `a long table has its heading on each printed page, and counts have commas`()
        async throws
    {
        let ledger = try AuditLedger()
        try ledger.fill()
        let report = try await ledger.audit()
        let html = page(report, ledger, .chinese)
        #expect(html.contains("<thead><tr><th>部门</th><th class=\"n\">声明</th>"))
        let bytes = String(report.counts.bytes)
        let (thousands, rest) = (bytes.dropLast(3), bytes.suffix(3))
        #expect(bytes.count > 3 && html.contains("<td class=\"n\">\(thousands),\(rest)</td>"))
    }

    @Test func `the page names the bad statement and who answers for it`() async throws {
        let ledger = try AuditLedger()
        try ledger.fill()
        let (block, spot) = try ledger.block(at: 3)
        try ledger.flip(Array(block.body.suffix(8)), in: spot)
        let html = page(try await ledger.audit(), ledger, .english)
        #expect(html.contains("ledger.badSignature"))
        #expect(html.contains("TAX TAX"))
        #expect(html.contains("class=\"verdict bad\""))
    }

    @Test func `markup in a value stays text`() async throws {
        let ledger = try AuditLedger()
        try ledger.append()
        let html = page(
            try await ledger.audit(),
            ledger,
            folder: "<img src=x onerror=\"alert('x')\">&",
            .english
        )
        #expect(!html.contains("<img"))
        #expect(html.contains("&lt;img src=x onerror=&quot;alert(&#39;x&#39;)&quot;&gt;&amp;"))
    }

    @Test(arguments: Suite.allCases)
    func `a seal is good under its report, for its chain and by its key only`(suite: Suite) throws {
        let chain = try AuditChain(suite)
        let key = try chain.key("FIN")
        let seal = ReportSeal.seal(
            [1, 2, 3],
            contentType: "text/html",
            fileName: "report.html",
            issuer: "urn:uscc:11440399900001594K",
            chainID: chain.genesis.chainID,
            issuedAt: 1,
            with: key
        )
        func isGood(
            _ report: [UInt8],
            _ chainID: Digest,
            _ key: SigningKey
        ) throws -> Bool {
            let key = try VerificationKey(key.publicKey, suite: suite)
            let read = try SignedStatement(decoding: seal.bytes)
            return ReportSeal.isGood(read, under: report, chainID: chainID, by: key)
        }
        let id = chain.genesis.chainID
        #expect(try isGood([1, 2, 3], id, key))
        #expect(try !isGood([1, 2, 4], id, key))
        #expect(try !isGood([1, 2, 3], suite.digest([1]), key))
        #expect(try !isGood([1, 2, 3], id, chain.key("TAX")))
        #expect(throws: LedgerError.self) {
            try chain.inspector.inspect(Submission(statement: seal.bytes))
        }
    }
}
