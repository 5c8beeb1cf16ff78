import Cryptography
import Ledger
import Testing

@Suite struct GovernanceDigestTests {
    private let chain: TestChain

    init() throws { chain = try TestChain() }

    /// The digest of the state after proposals and ballots, each list a block.
    private func digest(
        _ blocks: [[AuthenticStatement]],
        in chain: TestChain? = nil
    ) throws -> Digest {
        var state = try (chain ?? self.chain).state()
        for (index, block) in blocks.enumerated() {
            let executed = try state.execute(block, in: state.context(at: 20 + UInt64(index)))
            state.adopt(executed)
            try state.finalize(executed.hash)
        }
        return state.finalized.header.stateDigest
    }

    @Test func `voices, outcomes and the charter that they lead to are in the digest`() throws {
        let proposal = try chain.proposing([.limit(name: "heartbeatMs", value: 5_000)])
        let other = try chain.proposing([.limit(name: "heartbeatMs", value: 6_000)])
        let yes = try chain.voting(on: proposal, by: "AMR")
        let no = try chain.voting(on: proposal, by: "AMR", approves: false)
        let last = try chain.voting(on: proposal, by: "BANK-A")
        let digests = try [
            [[proposal]], [[other]], [[proposal, yes]], [[proposal, no]], [[proposal, yes, last]],
        ].map { try digest($0) }
        #expect(Set(digests).count == digests.count)
    }

    @Test func `the same statements always lead to the same digest`() throws {
        let changes: [CharterChange] = [
            .rekeyValidator(chain.seat("TAX", vote: "vote-next")),
            .limit(name: "heartbeatMs", value: 5_000), .removeMember(code: "FIN"),
        ]
        let proposal = try chain.proposing(changes)
        let ballots = try ["AMR", "BANK-A"].map { try chain.voting(on: proposal, by: $0) }
        let first = try digest([[proposal], ballots])
        for _ in 0..<8 { #expect(try digest([[proposal], ballots]) == first) }
    }

    @Test func `every part of a charter changes its digest`() throws {
        let facts = InspectedProposalMaker(chain: chain)
        let row = CatalogueRow(code: "TAX-001", version: 2, json: "{}")
        let changes: [(CharterChange, InspectedProposal.Fact)] = [
            (.removeMember(code: "FIN"), .none),
            (.admitMember(Self.newcomer, key: chain.key("stranger").publicKey), .none),
            (.admitMember(Self.newcomer, key: chain.key("officer").publicKey), .none),
            (.addValidator(chain.seat("FIN", vote: "vote-next")), .none),
            (.rekeyValidator(chain.seat("TAX", vote: "vote-next")), .none),
            (
                .rekeyValidator(chain.seat("TAX", vote: "vote-next", transport: "transport-next")),
                .none
            ),
            (.category(row), .category(isOriginal: true)),
            (.limit(name: "heartbeatMs", value: 5_000), .none),
            (.limit(name: "replayWindowMs", value: 700_000), .none),
            (.rules(version: 2, height: 9), .none),
            (.rules(version: 2, height: 10), .none),
        ]
        let digests = try changes.map { try facts.charter(after: $0.0, $0.1).digest }
        #expect(Set(digests).count == digests.count)
        #expect(!digests.contains(Charter(chain.genesis).digest))
    }

    private static let newcomer = Member(
        code: "NEW",
        role: "BANK",
        nameZh: "新银行",
        nameEn: "New Bank",
        uscc: "91440399000000027J"
    )
}

/// Applies single changes to the charter of the genesis.
private struct InspectedProposalMaker {
    let chain: TestChain

    func charter(
        after change: CharterChange,
        _ fact: InspectedProposal.Fact
    ) throws -> Charter {
        let proposal = Proposal(changes: [change], reason: "x", notAfterMs: 1)
        let content = InspectedProposal(proposal: proposal, facts: [fact])
        return try Charter(chain.genesis).amended(
            by: content,
            at: 9,
            height: 1,
            timeMs: chain.timeMs(20)
        )
    }
}
