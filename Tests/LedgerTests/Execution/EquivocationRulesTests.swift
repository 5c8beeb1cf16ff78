import CBOR
import COSE
import Cryptography
import Ledger
import Testing

@Suite struct EquivocationRulesTests {
    private let chain: TestChain

    init() throws { chain = try TestChain() }

    // MARK: Votes

    /// A header of this view that no chain has.
    private func block(_ number: UInt8, view: UInt64 = 7, epoch: UInt64 = 0) -> HashedHeader {
        let genesis = chain.genesis.genesisHeader
        let header = BlockHeader(
            chainID: chain.genesis.chainID,
            epoch: epoch,
            height: 9,
            view: view,
            parent: chain.suite.digest([number]),
            timeMs: chain.timeMs(9),
            proposer: 0,
            treeSize: genesis.treeSize,
            treeRoot: genesis.treeRoot,
            statusRoot: genesis.statusRoot,
            stateDigest: genesis.stateDigest,
            validatorsHash: genesis.validatorsHash,
            nextValidatorsHash: genesis.nextValidatorsHash
        )
        return HashedHeader(header, suite: chain.suite)
    }

    private func vote(_ statement: VoteStatement, by signer: Int, key: String? = nil) -> Vote {
        let member = ["TAX", "AMR", "BANK-A", "BANK-B"][signer]
        let signature = chain.key(key ?? "vote-\(member)").sign(
            statement.toBeSigned(chain.suite)
        )
        return Vote(statement: statement, signer: UInt64(signer), signature: signature)
    }

    private func nullify(view: UInt64 = 7) -> VoteStatement {
        .nullify(chainID: chain.genesis.chainID, epoch: 0, view: view)
    }

    private func payload(_ first: Vote, _ second: Vote) -> [UInt8] {
        var writer = CBORWriter()
        writer.array(2)
        first.encode(into: &writer)
        second.encode(into: &writer)
        return writer.bytes
    }

    /// Two votes to notarize, in order.
    private func twice(by signer: Int = 3, view: UInt64 = 7) -> [UInt8] {
        let blocks = [block(1, view: view), block(2, view: view)].sorted { $0.hash < $1.hash }
        return payload(
            vote(.notarize(blocks[0], view: view), by: signer),
            vote(.notarize(blocks[1], view: view), by: signer)
        )
    }

    // MARK: Reporting

    private func inspect(
        _ payload: [UInt8],
        accused: String = "vote-BANK-B",
        by reporter: String = "TAX",
        key: String? = nil,
        at seconds: UInt64 = 10,
        under inspector: StatementInspector? = nil
    ) throws(LedgerError) -> AuthenticStatement {
        let key = chain.key(key ?? "vote-\(reporter)")
        let statement = SignedStatement.sign(
            kind: .equivocation,
            issuer: chain.member(reporter).issuer,
            subject: chain.key(accused).identifier.hexadecimal,
            issuedAt: chain.timeMs(seconds) / 1_000,
            chainID: chain.genesis.chainID,
            payload: payload,
            with: key
        )
        let inspected = try (inspector ?? chain.inspector).inspect(
            Submission(statement: statement.bytes)
        )
        guard let verifying = try? VerificationKey(key.publicKey, suite: chain.suite) else {
            throw LedgerError(.statement(.badSignature))
        }
        return try inspected.checkSignatures { _ in verifying }
    }

    private func refusalOfInspection(_ payload: [UInt8]) -> String? {
        refusal { () throws(LedgerError) in try inspect(payload) }
    }

    // MARK: What counts

    @Test func `two votes for two blocks accuse their validator, once`() throws {
        var state = try chain.state()
        let report = try inspect(twice())
        let block = try state.record(report)
        let accusation = try #require(state.finalized.accusations.accusations.first)
        #expect(accusation.name == "node-BANK-B" && accusation.pair == .notarizeNotarize)
        #expect(accusation.view == 7 && accusation.epoch == 0 && accusation.signer == 3)
        #expect(accusation.leafIndex == block.firstLeafIndex)
        // Another validator proves the same, and the same one with fresh signatures.
        let other = try inspect(twice(), by: "AMR")
        #expect(state.refusal(of: other) == "ledger.alreadyAccused")
        let again = try inspect(twice(), at: 11)
        #expect(state.refusal(of: again) == "ledger.alreadyAccused")
    }

    @Test func `all three pairs count, and Notarize with Nullify does not`() throws {
        let (one, other) = (block(1), block(2))
        let ordered = [one, other].sorted { $0.hash < $1.hash }
        let finals = payload(
            vote(.finalize(ordered[0], view: 7), by: 3),
            vote(.finalize(ordered[1], view: 7), by: 3)
        )
        let skipped = payload(vote(nullify(), by: 3), vote(.finalize(one, view: 7), by: 3))
        var state = try chain.state()
        try state.record(try inspect(finals), try inspect(skipped), try inspect(twice()))
        #expect(
            state.finalized.accusations.accusations.map(\.pair) == [
                .finalizeFinalize, .nullifyFinalize, .notarizeNotarize,
            ]
        )
        let ordinary = payload(vote(nullify(), by: 3), vote(.notarize(one, view: 7), by: 3))
        #expect(refusalOfInspection(ordinary) == "ledger.noContradiction")
    }

    @Test func `an honest validator cannot be accused`() throws {
        let one = block(1)
        let notarize = VoteStatement.notarize(one, view: 7)
        // The same vote signed twice has two signatures and is one vote.
        let signedTwice = payload(vote(notarize, by: 3), vote(notarize, by: 3))
        #expect(refusalOfInspection(signedTwice) == "ledger.noContradiction")
        let views = payload(
            vote(nullify(), by: 3),
            vote(.finalize(block(1, view: 8), view: 8), by: 3)
        )
        #expect(refusalOfInspection(views) == "ledger.noContradiction")
        let signers = payload(vote(nullify(), by: 3), vote(.finalize(one, view: 7), by: 2))
        #expect(refusalOfInspection(signers) == "ledger.noContradiction")
        let forged = payload(
            vote(nullify(), by: 3),
            vote(.finalize(one, view: 7), by: 3, key: "vote-TAX")
        )
        #expect(refusalOfInspection(forged) == "ledger.badVoteInEvidence")
        let swapped = payload(vote(.finalize(one, view: 7), by: 3), vote(nullify(), by: 3))
        #expect(refusalOfInspection(swapped) == "ledger.noContradiction")
        let subject = refusal { () throws(LedgerError) in
            try inspect(twice(), accused: "vote-AMR")
        }
        #expect(subject == "ledger.subjectMismatch")
        #expect(refusalOfInspection([0x80]) == "ledger.badVoteInEvidence")
        #expect(refusalOfInspection(twice() + [0]) == "ledger.badVoteInEvidence")
    }

    @Test func `only a vote key of the epoch reports, and it signs nothing else`() throws {
        let state = try chain.state()
        let officers = try inspect(twice(), key: "TAX")
        #expect(state.refusal(of: officers) == "ledger.notAValidator")
        let stranger = try inspect(twice(), by: "FIN", key: "vote-FIN")
        #expect(state.refusal(of: stranger) == "ledger.notAValidator")
        let inOthersName = try inspect(twice(), by: "AMR", key: "vote-TAX")
        #expect(state.refusal(of: inOthersName) == "ledger.notTheKeysMember")
        let grant = KeyGrant(
            member: "TAX",
            key: chain.key("officer").publicKey,
            scope: .everything
        )
        let granting = try chain.granting(grant, by: "vote-TAX", as: "TAX")
        #expect(state.refusal(of: granting) == "ledger.unknownKey")
    }

    @Test func `enough is enough: sixteen proofs against one validator in one epoch`() throws {
        var state = try chain.state()
        for view in UInt64(1)...16 {
            try state.record(try inspect(twice(view: view)), at: 20 + view)
        }
        let one = try inspect(twice(view: 17))
        #expect(state.refusal(of: one, at: 60) == "ledger.accusedOften")
        let other = try inspect(twice(by: 2, view: 17), accused: "vote-BANK-A")
        #expect(state.refusal(of: other, at: 60) == nil)
    }

    @Test func `votes are judged by the set of their own epoch, for eight epochs`() throws {
        var state = try chain.state()
        try state.enact([.rekeyValidator(chain.seat("BANK-B", vote: "vote-next"))], in: chain)
        let next = try chain.inspector.under(state.charter)
        let report = try inspect(twice(), at: 25, under: next)
        try state.record(report, at: 30)
        #expect(state.finalized.accusations.accusations.map(\.name) == ["node-BANK-B"])
        for round in UInt64(1)...8 {
            try state.enact(
                [.limit(name: "batchRecords", value: 100 + round)],
                in: chain,
                at: 30 + round * 4
            )
        }
        let last = try chain.inspector.under(state.charter)
        #expect(state.charter.epoch == 9)
        let late = refusal { () throws(LedgerError) in
            try inspect(twice(view: 8), under: last)
        }
        #expect(late == "ledger.evidenceEpoch")
    }

    @Test func `who left the set is still named for what it did in it`() throws {
        var state = try chain.state()
        try state.enact(
            [.removeValidator(name: "node-BANK-B")],
            in: chain,
            acceptsFewValidators: true
        )
        let report = try inspect(twice(), at: 25, under: try chain.inspector.under(state.charter))
        try state.record(report, at: 30)
        #expect(state.finalized.accusations.accusations.map(\.name) == ["node-BANK-B"])
        #expect(state.validators.count == 3)
    }

    @Test func `the digest of the state covers an accusation`() throws {
        let state = try chain.state()
        let context = state.context()
        let one = try state.execute([try inspect(twice(view: 7))], in: context)
        let other = try state.execute([try inspect(twice(view: 8))], in: context)
        #expect(one.header.stateDigest != other.header.stateDigest)
    }
}
