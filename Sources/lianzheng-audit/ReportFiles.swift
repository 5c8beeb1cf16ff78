import Audit
import COSE
import Console
import Cryptography
import Glibc
import JSON
import Ledger

/// The reports that were asked for, and the auditor's signatures under them.
struct ReportFiles {
    private let page: String?
    private let json: String?
    private let key: SigningKey?
    private let pageFile: ResultFile?
    private let jsonFile: ResultFile?

    /// Creates the files and reads the key first: no long audit shall end in an error about them.
    init(_ arguments: Arguments) throws {
        page = arguments["report"]
        json = arguments["report-json"]
        key = try arguments["sign"].map { try KeyFile.signingKey(at: $0) }
        pageFile = try page.map { try ResultFile($0) }
        jsonFile = try json.map { try ResultFile($0) }
    }

    /// Writes what was asked for.
    func write(
        _ report: AuditReport,
        _ input: AuditInput,
        seconds: Double,
        _ language: Language
    ) throws {
        let now = UInt64(max(0, time(nil)))
        if let page, let pageFile {
            let circumstances = AuditPage.Circumstances(
                folders: [input.folder] + input.archives,
                tool: "lianzheng-audit \(ToolVersion.current)",
                madeAt: CalendarTime(ms: now * 1_000).description,
                seconds: seconds
            )
            let text = AuditPage(
                report,
                catalogue: input.catalogue,
                circumstances: circumstances,
                language: language
            ).html
            try pageFile.append(Array(text.utf8))
            try seal(Array(text.utf8), page, "text/html", report, now)
        }
        if let json, let jsonFile {
            let text = JSONText.pretty(report.json(seconds: seconds)) + "\n"
            try jsonFile.append(Array(text.utf8))
            try seal(Array(text.utf8), json, "application/json", report, now)
        }
    }

    private func seal(
        _ bytes: [UInt8],
        _ path: String,
        _ contentType: String,
        _ report: AuditReport,
        _ now: UInt64
    ) throws {
        guard let key else { return }
        let issuer =
            report.member(ofKey: key.identifier)?.issuer
            ?? "urn:key:" + key.identifier.hexadecimal
        let seal = ReportSeal.seal(
            bytes,
            contentType: contentType,
            fileName: path.split(separator: "/").last.map(String.init) ?? path,
            issuer: issuer,
            chainID: report.genesis.chainID,
            issuedAt: now,
            with: key
        )
        try ResultFile.write(seal.bytes, to: path + ".cose")
    }
}
