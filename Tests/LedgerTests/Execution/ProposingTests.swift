import COSE
import Cryptography
import Ledger
import Merkle
import TestSupport
import Testing

/// Whatever a leader chooses from whatever its pool holds, every validator accepts.
@Suite struct ProposingTests {
    /// What happened over all seeds: a run in which nothing is refused tests nothing.
    private struct Totals {
        var accepted = 0
        var deferred = 0
        var refused: Set<String> = []
        var epochs = 0
    }

    @Test func `what propose builds of conflicting statements, verify accepts`() throws {
        var totals = Totals()
        withSeeds(0..<24) { generator in
            var run = try ProposingRun(Suite.allCases[Int(generator.next() % 2)])
            for _ in 0..<6 {
                let chosen = try run.step(&generator)
                totals.accepted += chosen.accepted.count
                totals.deferred += chosen.deferred.count
                totals.refused.formUnion(chosen.refused.map(\.reason.code))
            }
            totals.epochs += Int(run.leader.charter.epoch)
            return run.leader.finalized.hash == run.validator.finalized.hash
        }
        #expect(totals.accepted > 200 && totals.deferred > 40 && totals.epochs > 2)
        let expected: Set = [
            "ledger.certificateExists", "ledger.keyExists", "ledger.keyRevoked",
            "ledger.keyExpired", "ledger.unknownKey", "ledger.recordExists", "ledger.tooOld",
            "ledger.fromTheFuture", "ledger.replayed", "ledger.illegalTransition",
            "ledger.overLimit", "ledger.inspectedEarlier",
        ]
        #expect(expected.subtracting(totals.refused) == [])
    }

    @Test func `the time of the block is the one that the window is held against`() throws {
        let chain = try TestChain()
        let state = try chain.state()
        let statement = try chain.issuing(1, at: 10)
        let edge = 10 + chain.genesis.document.limits.replayWindowMs / 1_000
        let good = try state.propose(from: [statement], in: state.context(at: edge))
        #expect(good.accepted == [0])
        _ = try state.verify(good.block.header, [statement])
        let late = try state.propose(from: [statement], in: state.context(at: edge + 1))
        #expect(late.refused.map(\.reason.code) == ["ledger.tooOld"])
        // A proposer that checks by one time and writes another is found out.
        var context = state.context(at: edge)
        context = BlockContext(
            parent: context.parent,
            view: context.view,
            proposer: context.proposer,
            timeMs: context.timeMs + 1
        )
        #expect(throws: LedgerError.self) { try state.execute([statement], in: context) }
    }
}

/// A leader and a validator that know of each other only through blocks.
private struct ProposingRun {
    let chain: TestChain
    var leader: LedgerState
    var validator: LedgerState
    private var inspector: StatementInspector
    private var seconds: UInt64 = 20
    /// Statements to be had again, with the leaf of those that are recorded.
    private var made: [(statement: AuthenticStatement, signer: String)] = []
    private var recorded: [(statement: AuthenticStatement, leafIndex: UInt64)] = []

    init(_ suite: Suite) throws {
        var limits = Limits.standard
        limits.blockStatements = 9
        limits.blockRecords = 7
        limits.batchRecords = 9
        chain = try TestChain(suite, limits: limits)
        leader = try chain.state()
        validator = try chain.state()
        inspector = chain.inspector
    }

    /// One block: made of a mix by the leader, taken in from its bytes by the validator.
    mutating func step(_ generator: inout SeededGenerator) throws -> BlockSelection {
        var candidates: [AuthenticStatement] = []
        for _ in 0..<20 {
            guard let next = try? statement(&generator) else { continue }
            made.append(next)
            candidates.append(next.statement)
        }
        for _ in 0..<4 {
            guard let old = made.randomElement(using: &generator) else { continue }
            candidates.append(old.statement)
        }
        seconds += [1, 5, 300, 601].randomElement(using: &generator) ?? 1
        let chosen = try leader.propose(from: candidates, in: leader.context(at: seconds))
        let statements = chosen.accepted.map { candidates[$0] }
        let body = BlockBody(statements.map(\.statement.submission)).encoded
        let limits = validator.charter.limits
        let read = try BlockBody(decoding: body, limits: limits).submissions.map { submission in
            let inspected = try inspector.inspect(submission)
            let key = try #require(
                validator.key(inspected.keyIdentifier, asOf: validator.finalized.hash)
            )
            return try inspected.checkSignatures { _ in key }
        }
        let block = try validator.verify(chosen.block.header, read)
        for (statement, leafIndex) in zip(statements, block.leafIndexes) {
            recorded.append((statement, leafIndex))
        }
        validator.adopt(block)
        try validator.finalize(block.hash)
        leader.adopt(chosen.block)
        try leader.finalize(chosen.block.hash)
        inspector = try chain.inspector.under(validator.charter)
        return chosen
    }

    private func statement(
        _ generator: inout SeededGenerator
    ) throws -> (statement: AuthenticStatement, signer: String) {
        let signer = ["TAX", "TAX", "officer", "stranger"].randomElement(using: &generator) ?? ""
        // Around the edges of the window, seen from the block that is next.
        let age = [0, 0, 0, 1, 299, 300, 599, 600].randomElement(using: &generator) ?? 0
        let ahead = [0, 0, 0, 61, 400].randomElement(using: &generator) ?? 0
        let at = seconds + UInt64(ahead) - min(UInt64(age), seconds)
        let submission: Submission
        switch Int.random(in: 0..<12, using: &generator) {
        case 0...2:
            let claims = chain.claims(Int.random(in: 0..<6, using: &generator), at: at)
            submission = chain.submission(of: claims, by: signer, as: "TAX")
        case 3...4:
            let key = ["officer", "stranger", "vote-next"].randomElement(using: &generator) ?? ""
            let end = Bool.random(using: &generator) ? chain.timeMs(seconds + 320) : nil
            let grant = KeyGrant(
                member: "TAX",
                key: chain.key(key).publicKey,
                scope: .everything,
                notAfterMs: end
            )
            submission = chain.submission(
                .grant,
                by: signer,
                as: "TAX",
                subject: chain.suite.keyIdentifier(of: grant.key).hexadecimal,
                at: at,
                payload: grant.encoded
            )
        case 5...7:
            let first = Int.random(in: 0..<12, using: &generator)
            let count = [1, 2, 3, 4, 8].randomElement(using: &generator) ?? 1
            let operation = [RecordOperation.add, .add, .void].randomElement(using: &generator)
            let drafts = try chain.registrations(first..<(first + count), operation ?? .add)
            submission = chain.submission(
                of: try chain.plainBatch(drafts),
                by: signer,
                as: "TAX",
                at: at
            )
        case 8...9:
            guard let target = recorded.randomElement(using: &generator) else { throw Skip() }
            let change = StatusChange(
                leafIndex: target.leafIndex,
                entry: target.statement.statement.entry,
                status: Bool.random(using: &generator) ? .revoked : .suspended,
                reason: "依申请",
                effectiveMs: chain.timeMs(seconds)
            )
            submission = chain.submission(
                .status,
                by: signer,
                as: "TAX",
                subject: target.statement.statement.subject,
                at: at,
                payload: change.encoded
            )
        default:
            let governor = ["TAX", "AMR", "BANK-A", "BANK-B"].randomElement(using: &generator)
            return (try governing(&generator, by: governor ?? "TAX"), governor ?? "TAX")
        }
        let statement = try chain.authentic(submission, signer: signer, under: inspector)
        return (statement, signer)
    }

    private func governing(
        _ generator: inout SeededGenerator,
        by governor: String
    ) throws -> AuthenticStatement {
        let proposals = made.filter { $0.statement.statement.kind == .proposal }
        if let proposal = proposals.suffix(2).randomElement(using: &generator),
            Int.random(in: 0..<4, using: &generator) > 0
        {
            return try chain.voting(
                on: proposal.statement,
                by: governor,
                at: seconds,
                under: inspector
            )
        }
        let value = UInt64.random(in: 5...9, using: &generator)
        return try chain.proposing(
            [.limit(name: "blockStatements", value: value)],
            by: governor,
            at: seconds,
            under: inspector
        )
    }

    private struct Skip: Error {}
}
