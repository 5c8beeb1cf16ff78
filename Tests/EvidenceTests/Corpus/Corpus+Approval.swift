import CBOR
import COSE
import Cryptography
import Evidence
import Ledger

// MARK: - Two persons (双人审批)

extension Corpus {
    /// Every way in which the second person's half can be missing or wrong, on a ledger whose
    /// validators recorded it all the same.
    mutating func addApprovalFaults() throws {
        let good = source.approved
        let draft: [CBORStep] = .protected + [.key(-70003)]
        add("approval-draft-altered", .tampered, from: good, at: draft) { $0.flipping(40) }
        add("approval-draft-removed", .contradictory, from: good, at: .protected) {
            $0.removing(-70003)
        }
        add("approval-officers-grant-missing", .notIssuedBySource, from: good) {
            $0.evidence.grants.removeFirst()
        }
        try addBadDrafts()
        try addWrongPersons()
    }

    /// Drafts that an approver signed although they are not what they should be.
    private mutating func addBadDrafts() throws {
        let ledger = source.ledger
        let officer = source.officer
        func drafted(
            _ original: SignedStatement,
            kind: StatementKind = .draft,
            issuer: String = TestLedger.taxUSCC,
            subject: String? = nil,
            at seconds: UInt64? = nil,
            chainID: Digest? = nil,
            extra: [CBORPair] = [],
            payload: [UInt8]? = nil
        ) -> SignedStatement {
            ledger.sign(
                kind,
                issuer: issuer,
                subject: subject ?? original.header.subject,
                payload: payload ?? Array(original.payload),
                at: seconds ?? original.header.issuedAt,
                chainID: chainID,
                extra: extra,
                with: officer
            )
        }
        let later = ledger.nextMs / 1_000 + 60
        let faults: [(String, Reason, (SignedStatement) -> SignedStatement)] = [
            ("of-other-content", .notApproved, { drafted($0, payload: [0xA0]) }),
            ("of-another-kind", .contradictory, { drafted($0, kind: .certificate) }),
            ("of-another-issuer", .contradictory, { drafted($0, issuer: TestLedger.statUSCC) }),
            ("of-another-certificate", .contradictory, { drafted($0, subject: "1.2.156") }),
            ("for-another-ledger", .contradictory, { drafted($0, chainID: .zero) }),
            ("later-than-its-approval", .contradictory, { drafted($0, at: later) }),
            (
                "of-another-time", .contradictory,
                { drafted($0, at: $0.header.issuedAt - 1) }
            ),
            (
                "with-a-further-label", .contradictory,
                { drafted($0, extra: [CBORPair(HeaderLabel.redactionAlgorithm, .unsigned(1))]) }
            ),
            ("with-a-draft-of-its-own", .contradictory, { drafted($0, extra: [$0.asApproved]) }),
        ]
        for (name, reason, spoil) in faults {
            let file = try approved(draftedBy: officer, spoil: spoil)
            add("draft-\(name)", reason, from: file) { _ in }
        }
        let old = try approved(draftedBy: officer, secondsAgo: 31 * 86_400)
        add("draft-that-waited-too-long", .contradictory, from: old) { _ in }
        for (name, bytes) in [
            ("empty", []), ("truncated", Array(officer.identifier.bytes)),
        ] as [(String, [UInt8])] {
            let value = CBORPair(HeaderLabel.draft, .bytes(bytes))
            add("draft-\(name)", .unreadable, from: try approved(carrying: value)) { _ in }
        }
        let number = try approved(carrying: CBORPair(HeaderLabel.draft, .unsigned(1)))
        add("draft-not-in-bytes", .unreadable, from: number) { _ in }
    }

    private mutating func addWrongPersons() throws {
        let ledger = source.ledger
        let key = SigningKey(generating: ledger.suite)
        let scope = Scope(categories: .all, certificates: .only(["CERT-04"]))
        let two = Scope(categories: .all, certificates: .only(["CERT-09"]))
        var one = ledger
        let certificate = one.certificate("1.2.156.3005.2.ONE", type: "CERT-09")
        let index = one.record(certificate.statement)
        let hops = source.main.evidence.hops
        let single = try one.file(certificate, at: index, hops: hops)
        add("approval-missing", .notApproved, from: single) { _ in }
        let own = try approved(draftedBy: ledger.taxKey)
        add("approval-of-the-own-draft", .notApproved, from: own) { _ in }
        let cases: [(String, SigningKey, [SignedStatement])] = [
            ("nobody-granted", key, []),
            ("another-agency-granted", ledger.statKey, []),
            ("may-issue-other-types", key, [ledger.grant(key, scope: scope)]),
            ("expired", key, [ledger.grant(key, scope: two, notAfterMs: ledger.nextMs)]),
        ]
        for (name, officer, grants) in cases {
            let file = try approved(draftedBy: officer, after: grants)
            add("officers-key-\(name)", .notIssuedBySource, from: file) { _ in }
        }
        let forged = try approved(draftedBy: key, after: [ledger.grant(key, scope: two)]) { draft in
            ledger.sign(
                .draft,
                subject: draft.header.subject,
                payload: Array(draft.payload),
                at: draft.header.issuedAt,
                with: SigningKey(generating: ledger.suite)
            )
        }
        add("officers-key-of-a-stranger", .notIssuedBySource, from: forged) { _ in }
    }

    /// The file of a certificate that two persons signed, after these grants to the officer.
    private func approved(
        draftedBy officer: SigningKey,
        after grants: [SignedStatement]? = nil,
        secondsAgo: UInt64 = 3_600,
        spoil: (SignedStatement) -> SignedStatement = { $0 }
    ) throws -> EvidenceFile {
        var ledger = source.ledger
        let isOfficers = officer.identifier == source.officer.identifier
        let both = Scope(categories: .all, certificates: .only(["CERT-09"]))
        let grants = grants ?? (isOfficers ? [ledger.grant(officer, scope: both)] : [])
        let places = grants.map { ($0, ledger.record($0)) }
        let certificate = ledger.approved(
            draftedBy: officer,
            secondsAgo: secondsAgo,
            spoil: spoil
        )
        let index = ledger.record(certificate.statement)
        return try ledger.file(
            certificate,
            at: index,
            hops: source.main.evidence.hops,
            grants: places.map { ledger.proven($0, at: $1) }
        )
    }

    /// The file of a certificate whose approver put something else where a draft belongs.
    private func approved(carrying value: CBORPair) throws -> EvidenceFile {
        var ledger = source.ledger
        let drafted = ledger.certificate("1.2.156.3005.2.ODD", type: "CERT-09")
        let statement = ledger.sign(
            .certificate,
            subject: drafted.statement.header.subject,
            payload: Array(drafted.statement.payload),
            extra: [value],
            with: ledger.taxKey
        )
        let index = ledger.record(statement)
        let hops = source.main.evidence.hops
        return try ledger.file((statement, drafted.disclosures), at: index, hops: hops)
    }
}
