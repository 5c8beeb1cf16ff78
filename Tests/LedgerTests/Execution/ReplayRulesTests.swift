import Cryptography
import Ledger
import Testing

@Suite struct ReplayRulesTests {
    private let chain: TestChain
    private var state: LedgerState

    init() throws {
        chain = try TestChain()
        state = try chain.state()
    }

    @Test func `a statement is recorded within ten minutes of its signing`() throws {
        let statement = try chain.issuing(1, at: 100)
        #expect(state.refusal(of: statement, at: 700) == nil)
        #expect(state.refusal(of: statement, at: 701) == "ledger.tooOld")
    }

    @Test func `a signer's clock may run ahead by a minute`() throws {
        let statement = try chain.issuing(1, at: 100)
        #expect(state.refusal(of: statement, at: 40) == nil)
        #expect(state.refusal(of: statement, at: 39) == "ledger.fromTheFuture")
    }

    @Test mutating func `the same signed bytes are recorded once, under any signature`() throws {
        let batch = try chain.plainBatch(chain.registrations([1], .correct))
        try state.record(chain.registering([1]))
        let submission = chain.submission(of: batch)
        try state.record(chain.authentic(submission, signer: "TAX"), at: 21)
        let again = try chain.authentic(submission, signer: "TAX")
        #expect(state.refusal(of: again, at: 600) == "ledger.replayed")
        // ECDSA signs with fresh randomness: other signature, other entry, same statement.
        let resigned = try chain.authentic(chain.submission(of: batch), signer: "TAX")
        #expect(resigned.statement.entry != again.statement.entry)
        #expect(state.refusal(of: resigned, at: 600) == "ledger.replayed")
        let later = try chain.authentic(chain.submission(of: batch, at: 11), signer: "TAX")
        #expect(state.refusal(of: later, at: 600) == nil)
    }

    @Test func `the same statement is not in a block twice`() throws {
        let statement = try chain.registering([1])
        let proposal = try state.propose(from: [statement, statement], in: state.context())
        #expect(proposal.accepted == [0])
        #expect(proposal.refused.first?.reason.code == "ledger.replayed")
    }

    @Test mutating func `a replay is refused for as long as its time would let it in`() throws {
        try state.record(chain.registering([1]))
        let correction = try chain.registering([1], .correct, at: 81)
        try state.record(correction, at: 21)
        for seconds in stride(from: UInt64(50), through: 681, by: 50) {
            try state.record(at: seconds)
            #expect(state.refusal(of: correction, at: seconds + 1) == "ledger.replayed")
        }
        #expect(state.refusal(of: correction, at: 681) == "ledger.replayed")
        try state.record(at: 690)
        try state.record(at: 900)
        #expect(state.refusal(of: correction, at: 901) == "ledger.tooOld")
    }
}
