import Catalogue
import Client
import Console
import Cryptography
import Glibc
import JSON
import Ledger

extension Invocation {
    /// `lianzheng issue --batch`: a table of certificates, a file for each holder.
    func issueBatch(_ path: String) throws -> ExitCode {
        let network = try network()
        let member = try arguments.required("as")
        let connection = try network.connect(to: arguments["node"], for: member)
        let edition = try network.edition(connection)
        let code = try arguments.required("type")
        guard let type = edition.current.certificateType(code) else {
            throw ClientError.unknown(kind: Phrase("certificate type", "证照类型"), name: code)
        }
        let plan = BatchPlan(
            type: type,
            typeVersion: edition.typeVersion(code),
            issuer: try network.member(member),
            signer: try officer(of: network),
            approver: try approver(of: type, in: network),
            isRefusal: arguments.has("refuse")
        )
        let table = try table(path, plan)
        for row in table.rows { doubt(row, plan) }
        let folder = arguments["out"] ?? path + ".issued"
        try Folder.create(folder, permissions: 0o700)
        let journal = try BatchJournal(in: folder, title: plan.title)
        let claims = try ClaimList(in: folder)
        var issuer = BatchIssuer(
            plan,
            journal: journal,
            files: BatchFolder(folder, claims: claims),
            genesis: network.genesis,
            link: connection,
            reconnection: reconnection(to: connection.node)
        )
        let start = ContinuousClock.now
        var progress = Progress(member, total: UInt64(table.rows.count), language: language)
        try issuer.issue(table.rows) { progress.update(UInt64($0)) }
        try issuer.finish()
        progress.finish(UInt64(issuer.settledCount))
        let report = BatchReport(
            folder: folder,
            claims: claims.path,
            issued: issuer.issuedCount,
            earlier: issuer.earlierCount,
            refused: table.refused + issuer.refused,
            undeposited: issuer.undeposited,
            elapsed: ContinuousClock.now - start
        )
        answer(report.json) { report.text(language) }
        return (report.refused + report.undeposited).isEmpty ? .good : .bad
    }

    /// Asks the same node again when it goes away; people are told of each attempt.
    func reconnection(to node: NodeAddress) -> Reconnection {
        Reconnection(
            connect: { () throws(ClientError) in try NodeConnection(to: node) },
            wait: { usleep(UInt32($0 * 1_000)) },
            tell: { error, pauseMs in
                guard !arguments.wantsJSON else { return }
                let seconds = Double(pauseMs) / 1_000
                let message = Phrase(
                    "\(error.phrase.english); asking again in \(seconds) s",
                    "\(error.phrase.chinese)；\(seconds) 秒后重试"
                )
                let clear = StandardStream.error.isTerminal ? "\r\u{1B}[K" : ""
                StandardStream.error.write(clear + message.text(language) + "\n")
            }
        )
    }

    private func table(_ path: String, _ plan: BatchPlan) throws(ClientError) -> CertificateRows {
        let bytes: [UInt8]
        do { bytes = try InputFile.read(path) } catch { throw .input(error) }
        return try CertificateRows(
            path,
            bytes: bytes,
            type: plan.type,
            isRefusal: plan.isRefusal,
            suite: plan.signer.chain.suite
        )
    }
}

/// What became of a batch.
private struct BatchReport {
    let folder: String
    let claims: String
    let issued: Int
    let earlier: Int
    let refused: [RefusedLine]
    let undeposited: [RefusedLine]
    let elapsed: Duration

    func text(_ language: Language) -> String {
        let lines = (refused + undeposited).sorted { $0.place < $1.place }.map {
            $0.text(language) + "\n"
        }
        let milliseconds = Int64(elapsed / .milliseconds(1))
        let rate = milliseconds > 0 ? Int64(issued) * 1_000 / milliseconds : 0
        let sum = Phrase(
            """
            \(issued) issued, \(earlier) issued before, \(refused.count) lines refused; \
            \(milliseconds) ms, \(rate) certificates/s; files in \(folder)
            claim codes in \(claims); \(undeposited.count) not kept by the node
            """,
            """
            签发 \(issued) 份，此前已签发 \(earlier) 份，退回 \(refused.count) 行；\
            用时 \(milliseconds) 毫秒，每秒 \(rate) 份；文件在 \(folder)
            领取码在 \(claims)；节点未能存放 \(undeposited.count) 份
            """
        )
        return lines.joined() + sum.text(language) + "\n"
    }

    var json: JSONValue {
        [
            "folder": .string(folder), "issued": .integer(issued), "earlier": .integer(earlier),
            "milliseconds": .integer(Int64(elapsed / .milliseconds(1))),
            "claims": .string(claims),
            "not_deposited": .array(undeposited.sorted { $0.place < $1.place }.map(\.json)),
            "refused": .array(refused.sorted { $0.place < $1.place }.map(\.json)),
        ]
    }
}
