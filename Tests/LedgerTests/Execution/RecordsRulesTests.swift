import Cryptography
import Ledger
import Testing

@Suite struct RecordsRulesTests {
    private let chain: TestChain
    private var state: LedgerState

    init() throws {
        chain = try TestChain()
        state = try chain.state()
    }

    private func repayment(by member: String) throws -> AuthenticStatement {
        let draft = try chain.draft("LOAN-017", fields: TestCatalogue.fields(of: "LOAN-017"))
        let batch = try chain.hiddenBatch(
            "LOAN-017",
            [draft],
            secrets: .fixed,
            readers: [member]
        )
        return try chain.authentic(chain.submission(of: batch, by: member), signer: member)
    }

    @Test func `a category is written by its source alone`() throws {
        let batch = try chain.plainBatch(chain.registrations(1...1))
        let others = try chain.authentic(chain.submission(of: batch, by: "AMR"), signer: "AMR")
        #expect(state.refusal(of: others) == "ledger.notTheSource")
        #expect(state.refusal(of: try chain.registering(1...1)) == nil)
    }

    @Test mutating func `two members of the source's role write without meeting`() throws {
        try state.record(repayment(by: "BANK-A"))
        #expect(state.refusal(of: try repayment(by: "BANK-B")) == nil)
        #expect(state.refusal(of: try repayment(by: "FIN")) == "ledger.notTheSource")
    }

    @Test mutating func `what is there is not added again`() throws {
        try state.record(chain.registering(1...3))
        #expect(state.refusal(of: try chain.registering(4...5)) == nil)
        #expect(state.refusal(of: try chain.registering(3...4, at: 11)) == "ledger.recordExists")
    }

    @Test mutating func `what is not there is neither corrected nor voided`() throws {
        #expect(state.refusal(of: try chain.registering([1], .correct)) == "ledger.recordMissing")
        #expect(state.refusal(of: try chain.registering([1], .void)) == "ledger.recordMissing")
        try state.record(chain.registering([1]))
        #expect(state.refusal(of: try chain.registering([1], .correct)) == nil)
        #expect(state.refusal(of: try chain.registering([1], .void)) == nil)
    }

    @Test mutating func `what is voided can be added again and not corrected`() throws {
        try state.record(chain.registering([1]))
        try state.record(chain.registering([1], .void), at: 21)
        #expect(state.refusal(of: try chain.registering([1], .correct)) == "ledger.recordMissing")
        #expect(
            state.refusal(of: try chain.registering([1], .void, at: 11)) == "ledger.recordMissing"
        )
        #expect(state.refusal(of: try chain.registering([1], at: 11)) == nil)
    }

    @Test func `the records of one batch follow one another`() throws {
        let drafts =
            try chain.registrations([1], .add) + chain.registrations([1], .correct)
            + chain.registrations([1], .void) + chain.registrations([1], .add)
        func statement(_ drafts: [RecordDraft]) throws -> AuthenticStatement {
            let batch = try chain.plainBatch(drafts)
            return try chain.authentic(chain.submission(of: batch), signer: "TAX")
        }
        #expect(state.refusal(of: try statement(drafts)) == nil)
        #expect(state.refusal(of: try statement(drafts + drafts)) == "ledger.recordExists")
    }

    @Test func `a refused batch leaves nothing behind and names the record`() throws {
        let first = try chain.registering(1...2)
        let bad = try chain.registering([3, 4, 2, 5], at: 11)
        let good = try chain.registering(3...5, at: 12)
        let proposal = try state.propose(from: [first, bad, good], in: state.context())
        #expect(proposal.accepted == [0, 2])
        #expect(proposal.refused.map(\.candidate) == [1])
        #expect(proposal.refused.first?.reason.code == "ledger.recordExists")
        #expect(proposal.refused.first?.reason.place.record == 2)
    }
}
