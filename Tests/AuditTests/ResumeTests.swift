import Audit
import CBOR
import Console
import Cryptography
import JSON
import Ledger
import Storage
import Testing

@Suite struct ResumeTests {
    @Test func `an audit that goes on behind an earlier one takes its signatures over`()
        async throws
    {
        let ledger = try AuditLedger()
        try ledger.fill()
        let checkpoint = try #require(try await ledger.audit().checkpoint)
        #expect(checkpoint.height == 5)
        try ledger.append(try ledger.chain.registering(30..<31, at: ledger.now))
        let report = try await ledger.audit(scope: .after(checkpoint))
        #expect(report.isGood)
        #expect(report.executedHeight == 6)
        #expect(report.counts.signatures == 1)
        #expect(report.counts.acceptedSignatures == 6)
    }

    @Test func `an audit from a height on executes everything and checks later signatures`()
        async throws
    {
        let ledger = try AuditLedger()
        try ledger.fill()
        let report = try await ledger.audit(scope: .from(3))
        #expect(report.isGood)
        #expect(report.executedHeight == 5)
        #expect(report.counts.signatures == 3)
        #expect(report.counts.acceptedSignatures == 3)
    }

    @Test func `a good report claims no signature that it left to others`() async throws {
        let ledger = try AuditLedger()
        try ledger.fill()
        let whole = try await ledger.audit()
        #expect(
            whole.assurance.english == "every rule, signature and byte of heights 0–5 holds."
        )
        let later = try await ledger.audit(scope: .from(3)).assurance
        #expect(
            later.english == "every rule and byte of heights 0–5 holds; so does every signature "
                + "from height 3 on, and the validators' finalizations vouch for the 3 below it."
        )
        #expect(!later.chinese.contains("每个签名、"))
        let checkpoint = try #require(whole.checkpoint)
        #expect(
            try await ledger.audit(scope: .after(checkpoint)).assurance.english
                == "every rule and byte of heights 0–5 holds; no statement's signature was "
                + "checked: an earlier audit vouches for all 6."
        )
    }

    @Test func `a history that does not come to the checkpoint's block is not vouched for by it`()
        async throws
    {
        let chain = try AuditChain()
        let first = try AuditLedger(chain)
        try first.append(try chain.registering(0..<2, at: first.now))
        let checkpoint = try #require(try await first.audit().checkpoint)
        let second = try AuditLedger(chain)
        try second.append(try chain.registering(5..<7, at: second.now))
        await #expect(throws: AuditError.checkpointMissed(height: 1)) {
            try await second.audit(scope: .after(checkpoint))
        }
        let empty = try AuditLedger(chain)
        try empty.append(isFinalized: false)
        await #expect(throws: AuditError.checkpointMissed(height: 1)) {
            try await empty.audit(scope: .after(checkpoint))
        }
    }

    @Test func `a changed signature below the checkpoint changes the block and is found`()
        async throws
    {
        let ledger = try AuditLedger()
        try ledger.fill()
        let checkpoint = try #require(try await ledger.audit().checkpoint)
        let (block, spot) = try ledger.block(at: 3)
        let body = try BlockBody(decoding: block.body, limits: ledger.chain.genesis.limits)
        let statement = try #require(body.submissions.first).statement
        try ledger.flip(Array(statement.suffix(16)), in: spot)
        await #expect(throws: AuditError.checkpointMissed(height: 5)) {
            try await ledger.audit(scope: .after(checkpoint))
        }
    }

    @Test func `nothing is kept for another day once something is wrong`() async throws {
        let ledger = try AuditLedger()
        try ledger.fill()
        try ledger.flip(try ledger.finalization(at: 2).spot, 200)
        #expect(try await ledger.audit().checkpoint == nil)
    }

    @Test func `a checkpoint reads back as it was written, and nothing else does`() throws {
        let json = JSONValue.object([
            JSONMember("chain_id", .string(String(repeating: "ab", count: 32))),
            JSONMember("height", 7),
            JSONMember("block", .string(String(repeating: "cd", count: 32))),
        ])
        let checkpoint = try #require(AuditCheckpoint(json))
        #expect(checkpoint.json == json)
        #expect(AuditCheckpoint(["height": 7]) == nil)
        #expect(AuditCheckpoint(["chain_id": "ab", "height": 7, "block": "cd"]) == nil)
    }
}
