import COSE
import Catalogue
import Client
import Console
import Cryptography
import Evidence
import JSON
import Ledger
import NodeCore
import Testing
import Transport

/// One certificate, whose command is killed at any moment and started again.
@Suite struct SingleIssueTests {
    private let folder: TemporaryFolder
    private var out: String { folder.path + "/licence.cose" }
    private var journal: String { out + SingleIssue.ending }

    init() throws { folder = try TemporaryFolder() }

    /// What an officer, or an approver, has at hand.
    private struct Desk {
        let district: TestDistrict
        let plan: any CertificatePlan
        let row: CertificateRow
        var grants: [(statement: SignedStatement, leafIndex: UInt64)] = []
    }

    private func desk(name: String = "甲", identifier: String? = nil) throws -> Desk {
        let district = try TestDistrict(nowMs: WallClock.nowMs, blockMs: 1)
        return try desk(in: district, name: name, identifier: identifier)
    }

    private func desk(
        in district: TestDistrict,
        name: String,
        identifier: String? = nil
    ) throws -> Desk {
        let fields = [
            "holder_uscc": "91440399000000377R", "holder_name": name,
            "checked_as_of": "2026-06-30", "scope": "ALL", "conclusion": "NONE",
        ]
        let plan = BatchPlan(
            type: try #require(district.catalogue.certificateType("CERT-04")),
            issuer: try district.network.member("TAX"),
            signer: try district.network.signer("TAX"),
            source: .json,
            identifier: identifier
        )
        let row = CertificateRow(
            "fields.json",
            members: fields.map { JSONMember($0.key, .string($0.value)) },
            documents: [],
            holderKey: nil,
            identifier: identifier,
            suite: .p256
        )
        return Desk(district: district, plan: plan, row: row)
    }

    /// The desk of an approver, with an officer's draft of a type that takes two persons.
    private func approval() throws -> Desk {
        var district = try TestDistrict(nowMs: WallClock.nowMs, blockMs: 1)
        let type = try #require(district.catalogue.certificateType("CERT-16"))
        let member = try district.issuer(of: type)
        let (officer, grant) = try district.grantOfficer(to: member)
        let examples = try NetworkFolder.document(
            Demonstration.data.path + "/examples/certificates.json"
        )
        let draft = try CertificateDraft(
            type: type,
            members: try #require(examples["valid"]?["CERT-16"]?.object),
            issuer: member,
            nowMs: district.nowMs,
            name: "CERT-16"
        )
        let plan = ApprovalPlan(
            of: draft.file(draftedBy: officer, at: district.nowMs / 1_000),
            type: type,
            issuer: member,
            approver: try district.network.signer(member.code)
        )
        let row = plan.row(from: "draft.cose", holderKey: nil)
        return Desk(district: district, plan: plan, row: row, grants: [grant])
    }

    /// One run of the command, at a node that stays away once the line is broken: as if killed.
    private func run(
        _ desk: Desk,
        at node: FlakyNode,
        now: @escaping () -> UInt64 = { WallClock.nowMs }
    ) throws -> ClaimCode? {
        var code: ClaimCode?
        try SingleIssue(desk.plan, desk.row, to: out).issue(
            genesis: desk.district.genesis,
            link: node.connect(),
            reconnection: Reconnection(
                connect: { () throws(ClientError) in
                    throw .unreachable(address: "tax", .closedByPeer)
                },
                wait: { _ in }
            ),
            now: now
        ) { code = $0.code }
        return code
    }

    @Test func `wherever it is killed, the same command finishes the one certificate`() throws {
        for desk in [try desk(), try approval()] {
            let whole = try FlakyNode(desk.district, grants: desk.grants) { _ in false }
            _ = try run(desk, at: whole)
            #expect(whole.steps == 6 && !Folder.exists(journal))
            folder.clear()
            for place in 1...whole.steps {
                let node = try FlakyNode(desk.district, grants: desk.grants) { $0 == place }
                let error = #expect(throws: ClientError.self) { try run(desk, at: node) }
                #expect(error?.code == "client.uncertain")
                #expect(!Folder.exists(out) && Folder.exists(journal))
                let code = try run(desk, at: node)
                #expect(code != nil && !Folder.exists(journal))
                #expect(node.leaves.count == 1, "step \(place)")
                let subject = try CertificateFile.read(out).statement.header.subject
                #expect(Array(node.leaves.keys) == [subject])
                folder.clear()
            }
        }
    }

    @Test func `the holder's file is for its owner's eyes`() throws {
        let desk = try desk()
        _ = try run(desk, at: try FlakyNode(desk.district) { _ in false })
        // A key file that others may read is refused.
        #expect(try KeyFile.read(out) == CertificateFile.read(out).encoded)
    }

    @Test func `killed before it said the claim code, it says the same one`() throws {
        let desk = try desk()
        let node = try FlakyNode(desk.district) { $0 == 6 }
        #expect(throws: ClientError.self) { try run(desk, at: node) }
        let kept = try KeyFile.read(journal)
        let code = try run(desk, at: node)
        try OutputFile.write(kept, to: journal, permissions: 0o600)
        #expect(try run(desk, at: node) == code && code != nil)
        #expect(node.leaves.count == 1 && !Folder.exists(journal))
    }

    @Test func `other fields where a certificate was begun are refused by its name`() throws {
        let desk = try desk()
        let node = try FlakyNode(desk.district) { $0 == 4 }
        #expect(throws: ClientError.self) { try run(desk, at: node) }
        let begun = try #require(node.leaves.keys.first)
        let other = try self.desk(in: desk.district, name: "乙")
        let refused = ClientError.begun(certificate: begun, journal: journal)
        #expect(throws: refused) { try run(other, at: node) }
        #expect(refused.phrase.english.contains(begun) && refused.exitCode == .usage)
        _ = try run(desk, at: node)
        #expect(throws: ClientError.exists(path: out)) { try run(desk, at: node) }
        #expect(node.leaves.count == 1)
    }

    @Test func `what is refused leaves nothing behind`() throws {
        let wrong = try desk(name: "")
        let node = try FlakyNode(wrong.district) { _ in false }
        #expect(throws: ClientError.self) { try run(wrong, at: node) }
        let stranger = BatchPlan(
            type: wrong.plan.type,
            issuer: try wrong.district.network.member("TAX"),
            signer: Signer(
                stranger: SigningKey(generating: .p256),
                chain: wrong.district.genesis.chain
            ),
            source: .json
        )
        let right = try desk(in: wrong.district, name: "甲")
        let foreign = Desk(district: wrong.district, plan: stranger, row: right.row)
        let error = #expect(throws: ClientError.self) { try run(foreign, at: node) }
        #expect(error?.exitCode == .bad)
        #expect(Folder.names(in: folder.path).isEmpty && node.leaves.isEmpty)
        _ = try run(right, at: node)
        #expect(node.leaves.count == 1)
    }

    @Test func `a draft that was approved before is not approved again`() throws {
        let desk = try approval()
        let node = try FlakyNode(desk.district, grants: desk.grants) { _ in false }
        _ = try run(desk, at: node)
        folder.clear()
        let error = #expect(throws: ClientError.self) {
            try run(desk, at: node) { WallClock.nowMs + 2_000 }
        }
        #expect(error?.code == "ledger.certificateExists")
        #expect(Folder.names(in: folder.path).isEmpty && node.leaves.count == 1)
    }

    @Test func `an identifier that another certificate has is refused as the ledger does`()
        throws
    {
        let first = try desk()
        let node = try FlakyNode(first.district) { _ in false }
        _ = try run(first, at: node)
        let identifier = try #require(node.leaves.keys.first)
        folder.clear()
        let second = try desk(in: first.district, name: "乙", identifier: identifier)
        let error = #expect(throws: ClientError.self) { try run(second, at: node) }
        #expect(error?.code == "ledger.certificateExists" && error?.exitCode == .bad)
        #expect(Folder.names(in: folder.path).isEmpty && node.leaves.count == 1)
    }
}
