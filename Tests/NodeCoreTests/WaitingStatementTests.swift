import COSE
import Catalogue
import Cryptography
import Ledger
import Merkle
import NodeCore
import Testing

/// What becomes of statements that were good when they came in and are no longer.
///
/// They wait at GOV, which follows and never leads, while what they spread is lost: nobody but GOV
/// itself can find out.
@Suite struct WaitingStatementTests {
    private let cluster: TestCluster
    private static let waiting: UInt64 = 77

    init() throws { cluster = try TestCluster() }

    /// Hands a statement to GOV, where it stays.
    private func leaveWaiting(_ statement: [UInt8]?) throws {
        cluster.losesSpreading = true
        let body = ClientRequest.Body.submit(statement: try #require(statement), attachment: nil)
        let reply = cluster.ask(body, of: "gov", number: Self.waiting)
        try #require(reply == nil, "\(String(describing: reply))")
        cluster.losesSpreading = false
    }

    @Test func `one client waits for one statement only so often`() throws {
        let statement = cluster.grant(by: "TAX")
        cluster.losesSpreading = true
        for number in UInt64(1)...70 {
            let body = ClientRequest.Body.submit(statement: statement, attachment: nil)
            let answer = cluster.ask(body, of: "gov", number: number)
            #expect(answer == (number <= 64 ? nil : .refused(.busy)))
        }
        #expect(cluster.nodes["gov"]?.node.load.waiterCount == 64)
        cluster.handle(.clientClosed(ClientName(1)), at: "gov")
        #expect(cluster.nodes["gov"]?.node.load.waiterCount == 0)
    }

    @Test func `what reached one validator only does not wait for its lead`() throws {
        // Whoever spread it is gone, and the validator that has it does not lead.
        let idle = try #require(
            ["tax", "amr", "fin", "bank"].first { cluster.nodes[$0]?.node.isLeading == false }
        )
        let grant = Submission(statement: cluster.grant(by: "TAX"))
        let frame = PeerMessage.statements([grant]).encoded
        cluster.handle(.bulkFrame(frame, from: "gov"), at: idle)
        cluster.pass(ms: 12_000)
        let recorded = cluster.nodes["gov"]?.node.tip.header.treeSize
        #expect(recorded == cluster.genesis.genesisHeader.treeSize + 1)
    }

    private func record(_ statement: [UInt8]?, at name: String = "tax") throws -> Recorded {
        let body = ClientRequest.Body.submit(statement: try #require(statement), attachment: nil)
        guard case .recorded(let place) = cluster.ask(body, of: name) else {
            Issue.record("\(cluster.replies)")
            throw NotRecorded()
        }
        return place
    }

    private struct NotRecorded: Error {}

    /// The code of the refusal that the waiting client was given.
    private var answer: String? {
        let replies = cluster.replies.filter { $0.identifier == Self.waiting }
        guard replies.count == 1, case .refused(let refusal) = replies[0].body else { return nil }
        return refusal.code
    }

    private func sign(
        _ kind: StatementKind,
        by code: String,
        subject: String,
        payload: [UInt8],
        with key: SigningKey? = nil
    ) -> SignedStatement? {
        (key ?? cluster.keys[code]).map { key in
            SignedStatement.sign(
                kind: kind,
                issuer: cluster.genesis.member(code: code)?.issuer ?? "",
                subject: subject,
                issuedAt: (TestCluster.createdMs + cluster.nowMs) / 1_000,
                chainID: cluster.genesis.chainID,
                payload: payload,
                with: key
            )
        }
    }

    private func certificate(_ serial: String, fields: UInt8) throws -> [UInt8]? {
        let issuer = try #require(cluster.genesis.member(code: "TAX"))
        let identifier = CertificateIdentifier(
            type: "11440399900004920C004",
            issuer: issuer.uscc,
            serial: serial,
            version: "001"
        )
        let claims = CertificateClaims(
            issuer: issuer.issuer,
            subject: try #require(identifier).text,
            issuedAt: (TestCluster.createdMs + cluster.nowMs) / 1_000,
            type: "CERT-04",
            supersedes: nil,
            fieldDigests: (0..<3).map { cluster.suite.digest([fields, $0]) }
        )
        return sign(.certificate, by: "TAX", subject: claims.subject, payload: claims.encoded)?
            .bytes
    }

    private func proposal(
        _ changes: [CharterChange],
        by code: String,
        reason: String
    ) -> SignedStatement? {
        let proposal = Proposal(
            changes: changes,
            reason: reason,
            notAfterMs: TestCluster.createdMs + cluster.nowMs + 3_600_000,
            acceptsFewValidators: false
        )
        return sign(.proposal, by: code, subject: Proposal.subject, payload: proposal.encoded)
    }

    private func enact(_ changes: [CharterChange]) throws {
        let statement = try #require(proposal(changes, by: "TAX", reason: "按章程"))
        _ = try record(statement.bytes)
        let entry = statement.entry(cluster.suite)
        let ballot = Ballot(proposal: entry, approves: true)
        for code in ["AMR", "FIN"] {
            let subject = entry.hexadecimal
            _ = try record(
                sign(.ballot, by: code, subject: subject, payload: ballot.encoded)?.bytes
            )
        }
    }

    /// An officer's key, granted, with the statement that granted it and its place.
    private func officer() throws -> (key: SigningKey, grant: SignedStatement, place: Recorded) {
        let key = SigningKey(generating: cluster.suite)
        let grant = cluster.grant(of: key, by: "TAX")
        let place = try record(grant)
        return (key, try SignedStatement(decoding: grant), place)
    }

    // MARK: Reasons

    @Test func `its key is revoked`() throws {
        let officer = try officer()
        try leaveWaiting(cluster.grant(by: "TAX", signer: officer.key))
        let change = StatusChange(
            leafIndex: officer.place.leafIndex,
            entry: officer.grant.entry(cluster.suite),
            status: .revoked,
            reason: "离岗",
            effectiveMs: officer.grant.header.issuedAt * 1_000
        )
        let subject = officer.key.identifier.hexadecimal
        _ = try record(
            sign(.status, by: "TAX", subject: subject, payload: change.encoded)?.bytes
        )
        #expect(answer == "ledger.keyRevoked")
    }

    @Test func `too much time passes`() throws {
        try leaveWaiting(cluster.grant(by: "TAX"))
        cluster.losesSpreading = true
        cluster.pass(ms: 590_000)
        #expect(answer == nil && cluster.nodes["gov"]?.node.tip.header.height ?? 0 > 0)
        cluster.pass(ms: 60_000)
        #expect(answer == "ledger.tooOld")
    }

    @Test func `its identifier is taken`() throws {
        try leaveWaiting(try certificate("1", fields: 1))
        _ = try record(try certificate("1", fields: 2))
        #expect(answer == "ledger.certificateExists")
    }

    @Test func `limits change`() throws {
        let long = "理由写得很长很长，超过以后的上限"
        try leaveWaiting(
            proposal([.limit(name: "batchRecords", value: 7)], by: "AMR", reason: long)?.bytes
        )
        try enact([.limit(name: "reasonBytes", value: 16)])
        #expect(answer == "ledger.overLimit")
    }

    @Test func `what it asks for has been decided`() throws {
        let changes = [CharterChange.limit(name: "batchRecords", value: 100)]
        let statement = try #require(proposal(changes, by: "TAX", reason: "按章程"))
        _ = try record(statement.bytes)
        let entry = statement.entry(cluster.suite)
        func ballot(by code: String) -> [UInt8]? {
            let ballot = Ballot(proposal: entry, approves: true)
            let subject = entry.hexadecimal
            return sign(.ballot, by: code, subject: subject, payload: ballot.encoded)?.bytes
        }
        try leaveWaiting(ballot(by: "BANK"))
        _ = try record(ballot(by: "AMR"))
        #expect(answer == nil)
        _ = try record(ballot(by: "FIN"))
        #expect(answer == "ledger.proposalDecided")
    }

    // MARK: And what is not dropped

    @Test func `a statement that is still good waits on and is recorded`() throws {
        try leaveWaiting(cluster.grant(by: "TAX"))
        for _ in 0..<3 { _ = try record(cluster.grant(by: "AMR")) }
        try enact([.limit(name: "batchRecords", value: 100)])
        #expect(answer == nil)
        let isOld = cluster.nodes["gov"]?.node.tip.header.treeSize
        cluster.pass(ms: 8_000)
        #expect(cluster.nodes["gov"]?.node.tip.header.treeSize == isOld.map { $0 + 1 })
        #expect(cluster.isRecorded)
    }

    @Test func `of two that exclude each other one is recorded and the other hears why`() throws {
        let key = SigningKey(generating: cluster.suite)
        for number in UInt64(1)...2 {
            let grant = cluster.grant(
                of: key,
                by: "TAX",
                notAfterMs: TestCluster.createdMs * 2 + number
            )
            let body = ClientRequest.Body.submit(statement: grant, attachment: nil)
            let frame = ClientRequest(identifier: number, body: body).encoded
            cluster.handle(.clientFrame(frame, from: ClientName(1)), at: "fin")
        }
        cluster.settle()
        cluster.pass(ms: 1_000)
        #expect(cluster.replies.count == 2 && cluster.isRecorded)
        let codes = cluster.replies.compactMap { reply in
            if case .refused(let refusal) = reply.body { refusal.code } else { nil }
        }
        #expect(codes == ["ledger.keyExists"])
        #expect(cluster.nodes["fin"]?.node.tip.header.treeSize == 6)
    }

    @Test func `a leader proposes the rest, however much of its pool is refused`() throws {
        let code = "FIN"
        let useless = try (0..<2_100).map { number in
            let key = try #require(cluster.keys[code])
            let grant = KeyGrant(
                member: "TAX",
                key: key.publicKey,
                scope: .everything,
                notAfterMs: TestCluster.createdMs + UInt64(number)
            )
            let subject = key.identifier.hexadecimal
            return try #require(
                sign(.grant, by: code, subject: subject, payload: grant.encoded)
            ).bytes
        }
        let statements = useless.map { Submission(statement: $0) }
        for start in stride(from: 0, to: statements.count, by: 300) {
            let some = Array(statements[start..<min(start + 300, statements.count)])
            let frame = PeerMessage.statements(some).encoded
            for name in cluster.names where name != "bank" {
                cluster.handle(.bulkFrame(frame, from: "bank"), at: name)
            }
        }
        let good = Submission(statement: cluster.grant(by: "TAX"))
        for name in cluster.names where name != "bank" {
            let frame = PeerMessage.statements([good]).encoded
            cluster.handle(.bulkFrame(frame, from: "bank"), at: name)
        }
        cluster.settle()
        cluster.pass(ms: 15_000)
        #expect(cluster.nodes["tax"]?.node.tip.header.treeSize == 6)
        for name in cluster.names {
            guard case .status(let json) = cluster.ask(.status, of: name) else {
                Issue.record("no status of \(name)")
                continue
            }
            #expect(String(decoding: json, as: UTF8.self).contains("\"waiting\":0,"))
        }
        #expect(cluster.halted.isEmpty)
    }
}
