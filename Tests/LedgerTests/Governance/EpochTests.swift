import Cryptography
import Ledger
import Testing

@Suite struct EpochTests {
    private let chain: TestChain
    private var state: LedgerState

    init() throws {
        chain = try TestChain()
        state = try chain.state()
    }

    private var rekey: [CharterChange] {
        [.rekeyValidator(chain.seat("TAX", vote: "vote-next"))]
    }

    /// A block that ends the epoch, adopted and not final.
    private mutating func boundary() throws -> ExecutedBlock {
        let proposal = try chain.proposing(rekey)
        try state.record(proposal)
        let ballots = try ["AMR", "BANK-A"].map { try chain.voting(on: proposal, by: $0) }
        let block = try state.execute(ballots, in: state.context(at: 21))
        state.adopt(block)
        return block
    }

    @Test mutating func `the block that enacts a proposal names the next validators`() throws {
        let block = try boundary()
        let next = try #require(block.nextValidators)
        #expect(next.epoch == 1)
        #expect(next.validators[0].voteKey == chain.key("vote-next").publicKey)
        #expect(block.header.isBoundary)
        #expect(block.header.epoch == 0)
        #expect(block.header.validatorsHash == chain.genesis.validators.hash(chain.suite))
        #expect(block.header.nextValidatorsHash == next.hash(chain.suite))
    }

    @Test(arguments: Cryptography.Suite.allCases)
    func `a key is proven and takes over on each suite`(suite: Cryptography.Suite) throws {
        let chain = try TestChain(suite)
        var state = try chain.state()
        try state.enact([.rekeyValidator(chain.seat("TAX", vote: "vote-next"))], in: chain)
        #expect(state.validators.validators[0].voteKey == chain.key("vote-next").publicKey)
        #expect(state.validators.epoch == 1)
    }

    @Test mutating func `an epoch's end changes the set's hash even when the set is the same`()
        throws
    {
        let block = try state.enact([.limit(name: "heartbeatMs", value: 5_000)], in: chain)
        #expect(block.header.isBoundary)
        #expect(state.validators.validators == chain.genesis.validators.validators)
        #expect(state.validators.epoch == 1)
    }

    @Test mutating func `the epoch changes when its last block is final and not before`() throws {
        let block = try boundary()
        #expect(state.charter.epoch == 0)
        try state.finalize(block.hash)
        #expect(state.charter.epoch == 1)
        let child = try state.execute([], in: state.context(at: 22))
        #expect(child.header.epoch == 1)
        #expect(child.header.validatorsHash == block.header.nextValidatorsHash)
        #expect(!child.header.isBoundary)
    }

    @Test mutating func `a block that ends its epoch has no child before it is final`() throws {
        let block = try boundary()
        #expect(throws: LedgerError(.block(.parentEndsEpoch(block.hash)))) {
            try state.execute([], in: state.context(after: block.hash, at: 22))
        }
    }

    @Test mutating func `nothing follows the statement that ends the epoch in its block`() throws {
        let proposal = try chain.proposing(rekey)
        try state.record(proposal)
        let candidates =
            try ["AMR", "BANK-A", "BANK-B"].map { try chain.voting(on: proposal, by: $0) }
            + [chain.registering(1...1)]
        let chosen = try state.propose(from: candidates, in: state.context(at: 21))
        #expect(chosen.accepted == [0, 1])
        #expect(chosen.deferred == [2, 3])
        #expect(chosen.refused.isEmpty)
        #expect(throws: LedgerError(.block(.epochEnded), at: .init(statement: 2))) {
            try state.execute(candidates, in: state.context(at: 21))
        }
    }

    @Test mutating func `a statement inspected by limits that hold no longer is refused`() throws {
        let early = try chain.registering(1...1)
        try state.enact([.limit(name: "reasonBytes", value: 64)], in: chain)
        #expect(state.refusal(of: early) == "ledger.inspectedEarlier")
    }

    @Test mutating func `a change of validators leaves inspected statements as they are`() throws {
        let early = try chain.registering(1...1)
        try state.enact(rekey, in: chain)
        #expect(state.refusal(of: early) == nil)
    }
}
