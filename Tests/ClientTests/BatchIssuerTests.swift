import Catalogue
import Client
import Console
import Cryptography
import Evidence
import Ledger
import NodeCore
import Testing
import Transport

/// A batch whose node goes away at any moment, and comes back or does not.
@Suite struct BatchIssuerTests {
    private static let header = "holder_uscc,holder_name,checked_as_of,scope,conclusion"
    private static let names = ["甲", "乙", "丙"]
    private let district: TestDistrict
    private let type: CatalogueCertificateType

    init() throws {
        district = try TestDistrict(nowMs: WallClock.nowMs, blockMs: 1)
        type = try #require(district.catalogue.certificateType("CERT-04"))
    }

    private func table(_ names: [String] = names) throws -> CertificateRows {
        let rows = names.map { "91440399000000377R,\($0),2026-06-30,ALL,NONE" }
        return try CertificateRows(
            "rows.csv",
            bytes: Array(([Self.header] + rows).joined(separator: "\n").utf8),
            type: type,
            suite: .p256
        )
    }

    /// Issues the table at a node, which is back at once or stays away.
    private func issue(
        _ table: CertificateRows,
        at node: FlakyNode,
        in folder: TemporaryFolder,
        isBack: @escaping () -> Bool = { true }
    ) throws -> Outcome {
        let plan = BatchPlan(
            type: type,
            issuer: try district.network.member("TAX"),
            signer: try district.network.signer("TAX")
        )
        var issuer = BatchIssuer(
            plan,
            journal: try BatchJournal(in: folder.path, title: plan.title),
            files: BatchFolder(folder.path, claims: try ClaimList(in: folder.path)),
            genesis: district.genesis,
            link: node.connect(),
            reconnection: Reconnection(
                connect: { () throws(ClientError) in
                    guard isBack() else {
                        throw .unreachable(address: "tax", .closedByPeer)
                    }
                    return node.connect()
                },
                wait: { _ in }
            )
        )
        try issuer.issue(table.rows)
        try issuer.finish()
        return Outcome(
            issuedCount: issuer.issuedCount,
            earlierCount: issuer.earlierCount,
            refused: issuer.refused
        )
    }

    /// What became of the rows; the issuer itself would keep its files locked.
    private struct Outcome {
        let issuedCount: Int
        let earlierCount: Int
        let refused: [RefusedLine]
    }

    private func files(in folder: TemporaryFolder) -> [String] {
        Folder.names(in: folder.path).filter { $0.hasSuffix(".cose") }
    }

    @Test func `wherever the line breaks, each row is issued once and has its file`() throws {
        let table = try table()
        let whole = try FlakyNode(district) { _ in false }
        _ = try issue(table, at: whole, in: try TemporaryFolder())
        #expect(whole.steps == 2 * 3 * Self.names.count)
        for place in 1...whole.steps {
            let node = try FlakyNode(district) { $0 == place }
            let folder = try TemporaryFolder()
            let issuer = try issue(table, at: node, in: folder)
            #expect(node.leaves.count == Self.names.count, "step \(place)")
            #expect(issuer.issuedCount == Self.names.count && issuer.refused.isEmpty)
            #expect(Set(files(in: folder)) == Set(node.leaves.keys.map { $0 + ".cose" }))
            for name in files(in: folder) {
                let file = try CertificateFile.read(folder.path + "/" + name)
                #expect(node.district.verdict(file).conclusion == .valid, "step \(place)")
            }
        }
    }

    @Test func `a line that breaks again and again ends the same way`() throws {
        for period in [19, 23, 29] {
            let node = try FlakyNode(district) { $0 % period == 7 }
            let folder = try TemporaryFolder()
            let issuer = try issue(try table(), at: node, in: folder)
            #expect(issuer.issuedCount == Self.names.count)
            #expect(node.leaves.count == Self.names.count, "every \(period)")
        }
    }

    @Test func `a line that breaks before anything is done does not go on for ever`() throws {
        let node = try FlakyNode(district) { $0 % 4 == 0 }
        let folder = try TemporaryFolder()
        let error = #expect(throws: ClientError.self) {
            try issue(try table(), at: node, in: folder)
        }
        #expect(error?.code == "client.interrupted")
        #expect(node.steps <= 4 * (Reconnection.pausesMs.count + 1))
        #expect(node.leaves.count <= Self.names.count)
    }

    @Test func `a node that stays away stops the batch, and the same command goes on`() throws {
        let table = try table()
        let folder = try TemporaryFolder()
        let node = try FlakyNode(district) { $0 == 5 }
        let error = #expect(throws: ClientError.self) {
            try issue(table, at: node, in: folder, isBack: { false })
        }
        #expect(error?.code == "client.interrupted")
        #expect(error?.phrase.english.contains("the same --out") == true)
        #expect(Folder.exists(folder.path + "/batch.journal"))
        let recorded = node.leaves.count
        let again = try issue(table, at: node, in: folder)
        #expect(again.issuedCount == Self.names.count)
        #expect(recorded > 0 && node.leaves.count == Self.names.count)
    }

    @Test func `the journal with its secret goes when all is done, and nothing is issued twice`()
        throws
    {
        let folder = try TemporaryFolder()
        let node = try FlakyNode(district) { _ in false }
        _ = try issue(try table(), at: node, in: folder)
        #expect(!Folder.exists(folder.path + "/batch.journal"))
        let same = try issue(try table(), at: node, in: folder)
        #expect(same.earlierCount == Self.names.count && same.issuedCount == 0)
        #expect(node.leaves.count == Self.names.count)
        let more = try issue(try table(Self.names + ["丁"]), at: node, in: folder)
        #expect(more.earlierCount == Self.names.count && more.issuedCount == 1)
        #expect(!Folder.exists(folder.path + "/batch.journal"))
        let changed = try issue(try table(["甲", "戊", "丙", "丁"]), at: node, in: folder)
        #expect(changed.refused.map(\.rule) == ["batch.changedRow"])
        #expect(node.leaves.count == Self.names.count + 1)
    }

    @Test func `a file that a loss of power left empty is written again`() throws {
        let folder = try TemporaryFolder()
        let node = try FlakyNode(district) { $0 == 18 }
        #expect(throws: ClientError.self) {
            try issue(try table(), at: node, in: folder, isBack: { false })
        }
        let first = try #require(files(in: folder).first)
        try OutputFile.write("", to: folder.path + "/" + first, replacing: true)
        _ = try issue(try table(), at: node, in: folder)
        #expect(files(in: folder).count == Self.names.count)
        for name in files(in: folder) { _ = try CertificateFile.read(folder.path + "/" + name) }
        #expect(node.leaves.count == Self.names.count)
    }

    @Test func `a journal of which something is unfinished stays`() throws {
        let folder = try TemporaryFolder()
        let row = try #require(try table().rows.first).digest
        do {
            let journal = try BatchJournal(in: folder.path, title: ["a"])
            try journal.reserve([.init(line: 2, row: row, identifier: "1.2.3", timeMs: 5)])
            try journal.finish { _ in false }
        }
        let journal = try BatchJournal(in: folder.path, title: ["a"])
        #expect(journal.attempts(at: row).count == 1 && !journal.isIssued(row))
        try journal.finish { $0 == "1.2.3" }
        #expect(!Folder.exists(folder.path + "/batch.journal"))
    }

    @Test func `the pauses grow, and end after two minutes`() throws {
        var heard: [UInt64] = []
        var waited: [UInt64] = []
        let gone = ClientError.unreachable(address: "tax", .closedByPeer)
        var reconnection = Reconnection(
            connect: { () throws(ClientError) in throw gone },
            wait: { waited.append($0) },
            tell: { heard.append($1) }
        )
        #expect(throws: gone) { try reconnection.link(after: gone) }
        #expect(throws: gone) { try reconnection.link(after: gone) }
        #expect(waited == Reconnection.pausesMs && heard == waited)
        #expect(waited == waited.sorted())
        #expect((100_000...120_000).contains(waited.reduce(0, +)))
        reconnection.noteProgress()
        #expect(throws: ClientError.exists(path: "x")) {
            try reconnection.link(after: .exists(path: "x"))
        }
    }
}
