import COSE
import Cryptography
import Ledger
import Testing

@Suite struct BallotTests {
    private let chain: TestChain
    private var state: LedgerState
    private let changes = [CharterChange.limit(name: "heartbeatMs", value: 5_000)]

    init() throws {
        chain = try TestChain()
        state = try chain.state()
    }

    private func outcome(of proposal: AuthenticStatement) -> String? {
        state.finalized.proposals.record(proposal.statement.entry)?.outcome.word
    }

    @Test mutating func `two thirds of the voices decide and the proposer's is one`() throws {
        let proposal = try chain.proposing(changes)
        try state.record(proposal)
        try state.record(chain.voting(on: proposal, by: "AMR"), at: 21)
        #expect(outcome(of: proposal) == "open")
        try state.record(chain.voting(on: proposal, by: "BANK-A"), at: 22)
        #expect(outcome(of: proposal) == "enacted")
        #expect(state.charter.limits.heartbeatMs == 5_000)
    }

    @Test mutating func `a proposal is rejected as soon as the majority is out of reach`() throws {
        let proposal = try chain.proposing(changes)
        try state.record(proposal)
        try state.record(chain.voting(on: proposal, by: "AMR", approves: false), at: 21)
        #expect(outcome(of: proposal) == "open")
        try state.record(chain.voting(on: proposal, by: "BANK-A", approves: false), at: 22)
        #expect(outcome(of: proposal) == "rejected")
        let late = try chain.voting(on: proposal, by: "BANK-B")
        #expect(state.refusal(of: late) == "ledger.proposalDecided")
    }

    @Test mutating func `a member changes its voice until the proposal is decided`() throws {
        let proposal = try chain.proposing(changes)
        try state.record(proposal)
        try state.record(chain.voting(on: proposal, by: "AMR", approves: false), at: 21)
        let again = try chain.voting(on: proposal, by: "AMR", approves: false, at: 11)
        #expect(state.refusal(of: again) == "ledger.voiceUnchanged")
        try state.record(chain.voting(on: proposal, by: "AMR", at: 12), at: 22)
        try state.record(chain.voting(on: proposal, by: "BANK-A"), at: 23)
        #expect(outcome(of: proposal) == "enacted")
    }

    @Test mutating func `one voice a member, whichever key speaks`() throws {
        let grant = KeyGrant(
            member: "TAX",
            key: chain.key("officer").publicKey,
            scope: .everything
        )
        try state.record(chain.granting(grant))
        let proposal = try chain.proposing(changes)
        try state.record(proposal, at: 21)
        let ballot = Ballot(proposal: proposal.statement.entry, approves: true)
        let second = chain.submission(
            .ballot,
            by: "officer",
            as: "TAX",
            subject: ballot.proposal.hexadecimal,
            payload: ballot.encoded
        )
        let voice = try chain.authentic(second, signer: "officer")
        #expect(state.refusal(of: voice) == "ledger.voiceUnchanged")
    }

    @Test mutating func `nobody votes once the time is over`() throws {
        let proposal = try chain.proposing(changes)
        try state.record(proposal)
        let last = try chain.voting(on: proposal, by: "AMR", at: 3_600)
        #expect(state.refusal(of: last, at: 3_609) == nil)
        #expect(state.refusal(of: last, at: 3_610) == "ledger.votingEnded")
    }

    @Test func `a ballot on nothing is refused`() throws {
        let proposal = try chain.proposing(changes)
        let ballot = try chain.voting(on: proposal, by: "AMR")
        #expect(state.refusal(of: ballot) == "ledger.unknownProposal")
    }

    @Test mutating func `members without a validator have no voice`() throws {
        let own = try chain.proposing(changes, by: "FIN")
        #expect(state.refusal(of: own) == "ledger.notAGovernor")
        let proposal = try chain.proposing(changes)
        try state.record(proposal)
        let ballot = try chain.voting(on: proposal, by: "FIN")
        #expect(state.refusal(of: ballot) == "ledger.notAGovernor")
    }

    @Test func `the genesis may name who governs and with which majority`() throws {
        let chain = try TestChain { document in
            document.governance = Governance(
                voices: .members(["FIN"]),
                numerator: 1,
                denominator: 1
            )
        }
        var state = try chain.state()
        #expect(state.refusal(of: try chain.proposing(changes)) == "ledger.notAGovernor")
        try state.record(chain.proposing(changes, by: "FIN"))
        #expect(state.charter.limits.heartbeatMs == 5_000)
    }

    @Test mutating func `what has become impossible is void, and its ballot is recorded`() throws {
        let first = try chain.proposing([
            .rekeyValidator(chain.seat("TAX", vote: "vote-next"))
        ])
        let second = try chain.proposing(
            [.rekeyValidator(chain.seat("AMR", vote: "vote-next"))],
            by: "AMR"
        )
        try state.record(first, second)
        for (index, voter) in ["AMR", "BANK-A"].enumerated() {
            try state.record(chain.voting(on: first, by: voter), at: 21 + UInt64(index))
        }
        #expect(state.charter.epoch == 1)
        for (index, voter) in ["TAX", "BANK-A"].enumerated() {
            try state.record(chain.voting(on: second, by: voter), at: 31 + UInt64(index))
        }
        #expect(outcome(of: second) == "void:ledger.keyInUse")
        #expect(state.charter.epoch == 1)
    }
}
