import COSE
import Cryptography
import Ledger
import Testing

@Suite struct ProposalTests {
    private let chain: TestChain
    private var state: LedgerState

    init() throws {
        chain = try TestChain()
        state = try chain.state()
    }

    private func refusal(
        of changes: [CharterChange],
        acceptsFewValidators: Bool = false
    ) -> String? {
        do {
            let proposal = try chain.proposing(changes, acceptsFewValidators: acceptsFewValidators)
            return state.refusal(of: proposal)
        } catch {
            return (error as? LedgerError)?.code
        }
    }

    private func member(
        _ code: String = "NEW",
        role: String = "BANK",
        uscc: String = "91440399000000027J"
    ) -> Member {
        Member(code: code, role: role, nameZh: "新成员", nameEn: "New", uscc: uscc)
    }

    private var newKey: PublicKey { chain.key("stranger").publicKey }

    // MARK: The proposal itself

    @Test func `a proposal changes something and says why`() throws {
        #expect(refusal(of: []) == "ledger.noChanges")
        let limit = CharterChange.limit(name: "heartbeatMs", value: 5_000)
        #expect(refusal(of: [limit]) == nil)
        #expect(throws: LedgerError(.governance(.noReason))) {
            try chain.proposing([limit], reason: " \n")
        }
        #expect(throws: LedgerError.self) {
            try chain.proposing([limit], reason: String(repeating: "x", count: 1_025))
        }
    }

    @Test func `a proposal has at most so many changes`() {
        let changes = (0...Proposal.maximumChanges).map {
            CharterChange.removeMember(code: "M\($0)")
        }
        #expect(refusal(of: changes) == "ledger.tooManyChanges")
        #expect(refusal(of: changes + changes) == "ledger.malformedPayload")
    }

    @Test func `two changes of one subject contradict each other`() {
        let changes = [5_000, 6_000].map { CharterChange.limit(name: "heartbeatMs", value: $0) }
        #expect(refusal(of: changes) == "ledger.contradictoryChanges")
        #expect(
            refusal(of: [
                .removeValidator(name: "node-AMR"),
                .rekeyValidator(chain.seat("AMR", vote: "vote-next")),
            ]) == "ledger.contradictoryChanges"
        )
    }

    @Test(arguments: [
        (59, "ledger.votingTime"), (60, nil), (7_776_000, nil), (7_776_001, "ledger.votingTime"),
    ])
    func `voting takes between a minute and ninety days`(_ seconds: UInt64, _ code: String?) throws
    {
        let proposal = Proposal(
            changes: [.limit(name: "heartbeatMs", value: 5_000)],
            reason: "x",
            notAfterMs: chain.timeMs(30 + seconds)
        )
        let submission = chain.submission(
            .proposal,
            by: "TAX",
            subject: Proposal.subject,
            payload: proposal.encoded
        )
        #expect(state.refusal(of: try chain.authentic(submission, signer: "TAX")) == code)
    }

    @Test mutating func `the same changes are not proposed twice at a time`() throws {
        let changes = [CharterChange.limit(name: "heartbeatMs", value: 5_000)]
        try state.record(chain.proposing(changes))
        let again = try chain.proposing(changes, by: "AMR", reason: "另一个理由")
        #expect(state.refusal(of: again) == "ledger.alreadyProposed")
        let late = try chain.proposing(changes, by: "AMR", at: 3_620)
        #expect(state.refusal(of: late, at: 3_630) == nil)
    }

    @Test mutating func `a member has at most four open proposals`() throws {
        for value in 1...4 {
            let change = CharterChange.limit(name: "heartbeatMs", value: UInt64(value) * 1_000)
            try state.record(chain.proposing([change]), at: 20 + UInt64(value))
        }
        let fifth = try chain.proposing([.limit(name: "heartbeatMs", value: 9_000)])
        #expect(state.refusal(of: fifth) == "ledger.tooManyOpenProposals")
        let other = try chain.proposing([.limit(name: "heartbeatMs", value: 9_000)], by: "AMR")
        #expect(state.refusal(of: other) == nil)
    }

    @Test mutating func `only a key with the administration scope speaks for its member`() throws {
        let grant = KeyGrant(
            member: "TAX",
            key: chain.key("officer").publicKey,
            scope: Scope(categories: .all, certificates: .all)
        )
        try state.record(chain.granting(grant))
        let proposal = Proposal(
            changes: [.limit(name: "heartbeatMs", value: 5_000)],
            reason: "x",
            notAfterMs: chain.timeMs(3_600)
        )
        let submission = chain.submission(
            .proposal,
            by: "officer",
            as: "TAX",
            subject: Proposal.subject,
            payload: proposal.encoded
        )
        let signed = try chain.authentic(submission, signer: "officer")
        #expect(state.refusal(of: signed) == "ledger.administrationRequired")
    }

    @Test func `a proposal reads back as it was written`() throws {
        let row = CatalogueRow(code: "TAX-001", version: 2, json: "{}")
        let proposal = Proposal(
            changes: [
                .admitMember(member(), key: newKey), .removeMember(code: "FIN"),
                .addValidator(chain.seat("FIN", vote: "vote-next")),
                .replaceValidator(name: "a", chain.seat("AMR", vote: "vote-next")),
                .rekeyValidator(chain.seat("TAX", vote: "vote-next")),
                .removeValidator(name: "node-AMR"), .category(row), .certificateType(row),
                .limit(name: "heartbeatMs", value: 1), .rules(version: 2, height: 9),
            ],
            reason: "理由",
            notAfterMs: 7,
            acceptsFewValidators: true
        )
        #expect(try Proposal(decoding: proposal.encoded[...]) == proposal)
        let ballot = Ballot(proposal: chain.suite.digest([1]), approves: false)
        #expect(try Ballot(decoding: ballot.encoded[...]) == ballot)
    }

    // MARK: Members

    @Test func `a member is admitted once`() {
        #expect(refusal(of: [.admitMember(member(), key: newKey)]) == nil)
        #expect(
            refusal(of: [.admitMember(member("AMR"), key: newKey)]) == "ledger.memberExists"
        )
        let taken = member(uscc: "11440399900004920C")
        #expect(refusal(of: [.admitMember(taken, key: newKey)]) == "ledger.memberExists")
        let granted = chain.key("TAX").publicKey
        #expect(refusal(of: [.admitMember(member(), key: granted)]) == "ledger.keyInUse")
    }

    @Test func `a member has a plain code, a known role and a credit code`() {
        for odd in [
            member("A B"), member(""), member("新"), member(role: "NOBODY"), member(uscc: "1"),
        ] {
            #expect(refusal(of: [.admitMember(odd, key: newKey)]) == "ledger.badName")
        }
    }

    @Test func `a member that runs a validator is not removed before it`() {
        #expect(refusal(of: [.removeMember(code: "FIN")]) == nil)
        #expect(refusal(of: [.removeMember(code: "AMR")]) == "ledger.memberRunsValidator")
        #expect(refusal(of: [.removeMember(code: "XYZ")]) == "ledger.unknownMember")
        let both: [CharterChange] = [
            .removeValidator(name: "node-AMR"), .removeMember(code: "AMR"),
        ]
        #expect(refusal(of: both, acceptsFewValidators: true) == nil)
    }

    // MARK: Validators

    @Test func `a voting key comes with the proof that it is at hand`() {
        let seat = chain.seat("FIN", vote: "vote-next", possessing: "vote-FIN")
        #expect(refusal(of: [.addValidator(seat)]) == "ledger.keyNotPossessed")
        let elsewhere = chain.seat("AMR", node: "node-FIN", vote: "vote-next")
        let moved = NodeSeat(
            member: "FIN",
            name: "node-FIN",
            voteKey: elsewhere.voteKey,
            transportKey: elsewhere.transportKey,
            address: nil,
            possession: elsewhere.possession
        )
        #expect(refusal(of: [.addValidator(moved)]) == "ledger.keyNotPossessed")
        #expect(refusal(of: [.addValidator(chain.seat("FIN", vote: "vote-next"))]) == nil)
    }

    @Test func `keys belong to one node, and a key that ever voted never votes again`() {
        let used = chain.seat("FIN", vote: "vote-AMR")
        #expect(refusal(of: [.addValidator(used)]) == "ledger.keyInUse")
        let transport = chain.seat("FIN", vote: "vote-next", transport: "transport-AMR")
        #expect(refusal(of: [.addValidator(transport)]) == "ledger.keyInUse")
        let same = chain.seat("AMR", vote: "vote-AMR")
        #expect(refusal(of: [.rekeyValidator(same)]) == "ledger.keyInUse")
    }

    @Test func `a member runs one validator`() {
        let second = chain.seat(
            "AMR",
            node: "node-2",
            vote: "vote-next",
            transport: "transport-next"
        )
        #expect(refusal(of: [.addValidator(second)]) == "ledger.memberHasValidator")
        #expect(refusal(of: [.replaceValidator(name: "node-AMR", second)]) == nil)
        #expect(
            refusal(of: [.replaceValidator(name: "node-TAX", second)]) == "ledger.unknownValidator"
        )
        let foreign = chain.seat(
            "FIN",
            node: "node-AMR",
            vote: "vote-next",
            transport: "transport-next"
        )
        #expect(refusal(of: [.addValidator(foreign)]) == "ledger.nodeExists")
    }

    @Test func `fewer than four validators are left only when it is meant`() {
        let changes = [CharterChange.removeValidator(name: "node-AMR")]
        #expect(refusal(of: changes) == "ledger.tooFewValidators")
        #expect(refusal(of: changes, acceptsFewValidators: true) == nil)
        #expect(refusal(of: [.removeValidator(name: "node-FIN")]) == "ledger.unknownValidator")
    }

    @Test func `a chain that began with fewer than four may keep as many`() throws {
        let chain = try TestChain { document in
            document.nodes.removeAll { $0.member == "BANK-B" }
        }
        let state = try chain.state()
        let rekey = try chain.proposing([.rekeyValidator(chain.seat("TAX", vote: "vote-next"))])
        #expect(state.refusal(of: rekey) == nil)
    }

    @Test func `there are no more validators than the limits allow`() throws {
        var limits = Limits.standard
        limits.validators = 4
        let chain = try TestChain(limits: limits)
        let fifth = try chain.proposing([.addValidator(chain.seat("FIN", vote: "vote-next"))])
        #expect(try chain.state().refusal(of: fifth) == "ledger.tooMany")
    }

    // MARK: Parameters and rules

    @Test func `a limit stays within its bounds`() {
        #expect(refusal(of: [.limit(name: "xyz", value: 1)]) == "ledger.unknownLimit")
        #expect(refusal(of: [.limit(name: "validators", value: 101)]) == "ledger.limitOutOfRange")
        #expect(refusal(of: [.limit(name: "validators", value: 3)]) == "ledger.tooMany")
        #expect(refusal(of: [.limit(name: "validators", value: 4)]) == nil)
    }

    @Test func `rules come into force one version at a time, and later than their decision`() {
        #expect(refusal(of: [.rules(version: 3, height: 9)]) == "ledger.versionOutOfOrder")
        #expect(refusal(of: [.rules(version: 1, height: 9)]) == "ledger.versionOutOfOrder")
        #expect(refusal(of: [.rules(version: 2, height: 1)]) == "ledger.activationTooEarly")
        #expect(refusal(of: [.rules(version: 2, height: 2)]) == nil)
    }
}
