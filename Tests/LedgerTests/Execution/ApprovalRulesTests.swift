import CBOR
import COSE
import Cryptography
import Ledger
import Merkle
import Testing

/// Two persons (双人审批): the officer drafts, the approver countersigns, one statement.
@Suite struct ApprovalRulesTests {
    private let chain: TestChain
    private var state: LedgerState

    init() throws {
        chain = try TestChain()
        state = try chain.state()
    }

    private func grant(
        _ scope: Scope = Scope(categories: .only([]), certificates: .only(["CERT-16"])),
        member: String = "FIN",
        notAfter seconds: UInt64? = nil
    ) -> KeyGrant {
        KeyGrant(
            member: member,
            key: chain.key("officer").publicKey,
            scope: scope,
            notAfterMs: seconds.map(chain.timeMs)
        )
    }

    private mutating func grantOfficer(_ grant: KeyGrant? = nil) throws {
        let grant = grant ?? self.grant()
        try state.record(chain.granting(grant, by: grant.member, as: grant.member))
    }

    private func refusal(
        of draft: SignedStatement,
        _ claims: CertificateClaims,
        at seconds: UInt64 = 10
    ) -> String? {
        do {
            _ = try chain.authentic(chain.approving(draft, of: claims, at: seconds))
            return nil
        } catch { return (error as? LedgerError)?.code }
    }

    private func refusal(of submission: Submission) -> String? {
        do throws(LedgerError) {
            _ = try chain.inspector.inspect(submission)
            return nil
        } catch { return error.code }
    }

    // MARK: Both

    @Test(arguments: Suite.allCases)
    func `what one drafted and another approved is issued by one statement`(
        suite: Suite
    ) throws {
        let chain = try TestChain(suite)
        var state = try chain.state()
        let key = chain.key("officer").publicKey
        let grant = KeyGrant(member: "FIN", key: key, scope: .everything)
        try state.record(chain.granting(grant, by: "FIN"))
        let issued = try chain.approved(1)
        let block = try state.record(issued, at: 21)
        #expect(block.leafHashes.count == 1)
        #expect(state.finalized.statuses[block.firstLeafIndex] == .valid)
        let names = ["FIN", "officer"].map { chain.key($0).identifier }
        #expect(issued.statement.keyIdentifiers == names)
    }

    @Test func `a type that takes two persons is not issued by one`() throws {
        let alone = chain.submission(of: chain.twoPersonClaims(1), by: "FIN")
        #expect(refusal(of: alone) == "ledger.approvalMissing")
    }

    @Test func `a genesis that asks for no two persons lets one issue`() throws {
        let chain = try TestChain { document in
            document.certificateTypes = document.certificateTypes.map { type in
                CertificateDefinition(
                    code: type.code,
                    nameZh: type.nameZh,
                    nameEn: type.nameEn,
                    issuerRole: type.issuerRole,
                    fields: type.fields
                )
            }
        }
        let alone = chain.submission(of: chain.twoPersonClaims(1), by: "FIN")
        let state = try chain.state()
        #expect(state.refusal(of: try chain.authentic(alone)) == nil)
    }

    @Test mutating func `a draft may be approved where the type asks for none, and is checked`()
        throws
    {
        try grantOfficer(grant(.everything, member: "TAX"))
        let claims = chain.claims(1)
        let good = chain.draft(of: claims, as: "TAX")
        let approved = chain.approving(good, of: claims, by: "TAX", as: "TAX")
        #expect(state.refusal(of: try chain.authentic(approved)) == nil)
        let bad = chain.draft(of: claims, as: "TAX", payload: [0xA0])
        let forged = chain.approving(bad, of: claims, by: "TAX", as: "TAX")
        let error = #expect(throws: LedgerError.self) { try chain.authentic(forged) }
        #expect(error?.code == "ledger.badDraft")
    }

    // MARK: The draft

    @Test func `a draft speaks of the same thing on the same chain, and is signed over it`() {
        let claims = chain.twoPersonClaims(1)
        let label = CBORPair(HeaderLabel.redactionAlgorithm, CBORValue(-16))
        let good = chain.draft(of: claims)
        #expect(refusal(of: good, claims) == nil)
        let bad = [
            chain.draft(of: claims, as: "TAX"),
            chain.draft(of: claims, kind: .certificate),
            chain.draft(of: claims, subject: "x"),
            chain.draft(of: claims, chainID: .zero),
            chain.draft(of: claims, extra: [label]),
            chain.draft(of: claims, extra: [good.asApproved]),
            chain.draft(of: claims, payload: [0xA0]),
        ]
        for draft in bad { #expect(refusal(of: draft, claims) == "ledger.badDraft") }
        let other = chain.twoPersonClaims(1, draftedAt: 9)
        #expect(refusal(of: chain.draft(of: other), claims) == "ledger.claimMismatch")
    }

    @Test func `bytes that are no draft are refused`() {
        let claims = chain.twoPersonClaims(1)
        for value in [.bytes([]), .unsigned(1), .bytes(chain.draft(of: claims).bytes)]
            as [CBORValue]
        {
            let submission = chain.submission(
                .certificate,
                by: "FIN",
                subject: claims.subject,
                extra: [CBORPair(HeaderLabel.draft, value)],
                payload: claims.encoded
            )
            #expect(refusal(of: submission) == "ledger.badDraft")
        }
    }

    @Test func `a draft waits for its approval up to thirty days, and is never the later one`() {
        let days = SignedStatement.draftDays * 86_400
        let claims = chain.twoPersonClaims(1, draftedAt: 10)
        let draft = chain.draft(of: claims)
        #expect(refusal(of: draft, claims, at: 10 + days) == nil)
        #expect(refusal(of: draft, claims, at: 11 + days) == "ledger.badDraft")
        #expect(refusal(of: draft, claims, at: 9) == "ledger.badDraft")
    }

    @Test func `a draft alone is never recorded, and belongs to certificates alone`() {
        let claims = chain.twoPersonClaims(1)
        let draft = chain.draft(of: claims)
        let alone = Submission(statement: draft.bytes)
        #expect(refusal(of: alone) == "ledger.kindNotRecordable")
        let status = chain.submission(
            .status,
            by: "FIN",
            subject: claims.subject,
            extra: [draft.asApproved],
            payload: StatusChange(
                leafIndex: 0,
                entry: .zero,
                status: .revoked,
                reason: "x",
                effectiveMs: 0
            ).encoded
        )
        #expect(refusal(of: status) == "ledger.labelNotAllowed")
    }

    @Test func `an officer whose key nobody knows, or who signed nothing, is refused`() throws {
        let claims = chain.twoPersonClaims(1)
        let submission = chain.approving(chain.draft(of: claims), of: claims)
        let inspected = try chain.inspector.inspect(submission)
        let approver = try VerificationKey(chain.key("FIN").publicKey, suite: .p256)
        let error = #expect(throws: LedgerError.self) {
            try inspected.checkSignatures { $0 == approver.identifier ? approver : nil }
        }
        #expect(error?.code == "ledger.unknownKey")
    }

    // MARK: The persons

    @Test func `who drafted does not approve`() {
        let claims = chain.twoPersonClaims(1)
        #expect(refusal(of: chain.draft(of: claims, by: "FIN"), claims) == "ledger.sameApprover")
    }

    @Test mutating func `the officer's key is granted, in an earlier block`() throws {
        #expect(state.refusal(of: try chain.approved(1)) == "ledger.unknownKey")
        let granted = try chain.granting(grant(), by: "FIN", as: "FIN")
        #expect(throws: LedgerError.self) {
            try state.execute([granted, try chain.approved(1)], in: state.context())
        }
        try state.record(granted)
        #expect(state.refusal(of: try chain.approved(1)) == nil)
    }

    @Test mutating func `the officer's key is of the same member`() throws {
        try grantOfficer(grant(.everything, member: "TAX"))
        #expect(state.refusal(of: try chain.approved(1)) == "ledger.notTheKeysMember")
    }

    @Test mutating func `the officer's key may issue the type`() throws {
        let other = Scope(categories: .all, certificates: .only(["CERT-15"]))
        try grantOfficer(grant(other))
        #expect(state.refusal(of: try chain.approved(1)) == "ledger.outOfScope")
    }

    @Test mutating func `the officer's key is good when the approval is recorded`() throws {
        try grantOfficer(grant(notAfter: 40))
        #expect(state.refusal(of: try chain.approved(1), at: 39) == nil)
        #expect(state.refusal(of: try chain.approved(1), at: 40) == "ledger.keyExpired")
    }

    @Test mutating func `a draft by a key that was withdrawn since is refused`() throws {
        let granted = try chain.granting(grant(), by: "FIN", as: "FIN")
        let leaf = try state.record(granted).firstLeafIndex
        let issued = try chain.approved(1)
        let leafOfFirst = try state.record(issued, at: 21).firstLeafIndex
        let revoked = try chain.changing(granted, at: leaf, to: .revoked, by: "FIN", as: "FIN")
        try state.record(revoked, at: 25)
        #expect(state.refusal(of: try chain.approved(2)) == "ledger.keyRevoked")
        #expect(state.finalized.statuses[leafOfFirst] == .valid)
    }

    @Test mutating func `one draft is approved once`() throws {
        try grantOfficer()
        try state.record(chain.approved(1), at: 21)
        let again = try chain.approved(1, approvedAt: 12)
        #expect(state.refusal(of: again) == "ledger.certificateExists")
    }
}
