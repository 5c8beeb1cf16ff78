import Cryptography
import Ledger
import Merkle
import Testing

@Suite struct LedgerStateTests {
    private let chain: TestChain

    init() throws {
        chain = try TestChain()
    }

    /// Three blocks that use every kind of statement.
    private func blocks(_ chain: TestChain) throws -> [[AuthenticStatement]] {
        let issued = try chain.issuing(1)
        let grant = KeyGrant(
            member: "TAX",
            key: chain.key("officer").publicKey,
            scope: .everything
        )
        let claims = chain.claims(7)
        return [
            [try chain.registering(1...4), issued, try chain.granting(grant)],
            [
                try chain.changing(issued, at: 6, to: .suspended),
                try chain.registering(2...3, .correct),
                try chain.authentic(
                    chain.submission(of: claims, by: "officer", as: "TAX"),
                    signer: "officer"
                ),
            ],
            [try chain.changing(issued, at: 6, to: .valid, at: 11), try chain.issuing(2)],
        ]
    }

    @Test(arguments: Suite.allCases)
    func `the same blocks give the same roots on every state`(_ suite: Suite) throws {
        let chain = try TestChain(suite)
        let blocks = try blocks(chain)
        var (one, other) = (try chain.state(), try chain.state())
        for (index, block) in blocks.enumerated() {
            let seconds = UInt64(20 + index)
            let executed = try one.execute(block, in: one.context(at: seconds))
            one.adopt(executed)
            try one.finalize(executed.hash)
            let verified = try other.verify(executed.header, block)
            #expect(verified.header == executed.header)
            #expect(verified.leafIndexes == executed.leafIndexes)
            other.adopt(verified)
            try other.finalize(verified.hash)
        }
        #expect(one.finalized.header.treeSize == 13)
        #expect(one.finalized.header.statusRoot == one.finalized.statuses.root())
        #expect(one.finalized.header.treeRoot == one.finalized.history.root())
    }

    @Test func `blocks on unfinalized parents equal blocks one after the other`() throws {
        let blocks = try blocks(chain)
        var (stepwise, overlaid) = (try chain.state(), try chain.state())
        var parent = overlaid.finalized.hash
        for (index, block) in blocks.enumerated() {
            let seconds = UInt64(20 + index)
            let executed = try overlaid.execute(
                block,
                in: overlaid.context(after: parent, at: seconds)
            )
            overlaid.adopt(executed)
            parent = executed.hash
            let step = try stepwise.execute(block, in: stepwise.context(at: seconds))
            #expect(step.header == executed.header)
            stepwise.adopt(step)
            try stepwise.finalize(step.hash)
        }
        #expect(overlaid.finalized.header == chain.genesis.genesisHeader)
        #expect(overlaid.key(chain.key("officer").identifier, asOf: parent) != nil)
        #expect(overlaid.key(chain.key("officer").identifier, asOf: overlaid.finalized.hash) == nil)
        let final = try overlaid.finalize(parent)
        #expect(final.map(\.header.height) == [1, 2, 3])
        #expect(overlaid.finalized.header == stepwise.finalized.header)
        #expect(overlaid.finalized.recordKeys.count == stepwise.finalized.recordKeys.count)
        for statement in blocks.joined() {
            let (left, right) = (stepwise.refusal(of: statement), overlaid.refusal(of: statement))
            #expect(left == right)
            #expect(left == "ledger.replayed")
        }
    }

    @Test func `finalizing a block drops its siblings and their descendants`() throws {
        var state = try chain.state()
        let (left, right) = (try chain.registering([1]), try chain.issuing(1))
        let one = try state.execute([left], in: state.context())
        let other = try state.execute([right], in: state.context(view: 2))
        state.adopt(one)
        state.adopt(other)
        let child = try state.execute([left], in: state.context(after: other.hash, at: 30))
        let kept = try state.execute([right], in: state.context(after: one.hash, at: 30))
        state.adopt(child)
        state.adopt(kept)
        try state.finalize(one.hash)
        #expect(state.header(of: one.hash) != nil)
        #expect(state.header(of: kept.hash) != nil)
        #expect(state.header(of: other.hash) == nil)
        #expect(state.header(of: child.hash) == nil)
        #expect(try state.finalize(one.hash).isEmpty)
        #expect(try state.finalize(kept.hash).map(\.hash) == [kept.hash])
    }

    @Test func `a block on a parent that is not at hand is refused`() throws {
        var state = try chain.state()
        let unknown = state.context(after: .zero)
        #expect(
            refusal { () throws(LedgerError) in try state.execute([], in: unknown) }
                == "ledger.unknownParent"
        )
        #expect(throws: LedgerError.self) { try state.finalize(.zero) }
    }

    @Test func `a block's time is after its parent's`() throws {
        let state = try chain.state()
        #expect(
            refusal { () throws(LedgerError) in
                try state.execute([], in: state.context(at: 0))
            } == "ledger.timeNotAfterParent"
        )
    }

    @Test func `a header that says something else is refused by the field`() throws {
        let state = try chain.state()
        let statements = [try chain.registering(1...2)]
        let good = try state.execute(statements, in: state.context()).header
        let changes: [(HeaderField, (inout BlockHeader) -> Void)] = [
            (.version, { $0.version = 2 }),
            (.chainID, { $0.chainID = .zero }),
            (.epoch, { $0.epoch = 1 }),
            (.height, { $0.height = 2 }),
            (.treeSize, { $0.treeSize += 1 }),
            (.treeRoot, { $0.treeRoot = .zero }),
            (.statusRoot, { $0.statusRoot = .zero }),
            (.stateDigest, { $0.stateDigest = .zero }),
            (.validatorsHash, { $0.validatorsHash = .zero }),
            (.nextValidatorsHash, { $0.nextValidatorsHash = .zero }),
        ]
        for (field, change) in changes {
            var header = good
            change(&header)
            #expect(throws: LedgerError(.block(.headerMismatch(field)))) {
                try state.verify(header, statements)
            }
        }
        _ = try state.verify(good, statements)
    }

    @Test func `the state's digest tells what a block did`() throws {
        let state = try chain.state()
        let context = state.context()
        let added = try state.execute([try chain.registering([1])], in: context)
        let others = try state.execute([try chain.registering([2])], in: context)
        let empty = try state.execute([], in: context)
        let digests = [added, others, empty].map(\.header.stateDigest)
        #expect(Set(digests).count == 3)
        #expect(empty.header.treeRoot == state.finalized.header.treeRoot)
    }

    @Test func `a refused statement is named by its position`() throws {
        let state = try chain.state()
        let statements = [try chain.registering([1]), try chain.registering([1], at: 11)]
        let error = #expect(throws: LedgerError.self) {
            try state.execute(statements, in: state.context())
        }
        #expect(error?.place == LedgerError.Place(statement: 1, record: 0))
    }

    @Test func `what a statement is checked for on arrival is what it is proposed by`() throws {
        let state = try chain.state()
        let statement = try chain.issuing(1)
        try state.check(statement, after: state.finalized.hash, timeMs: chain.timeMs(20))
        #expect(throws: LedgerError.self) {
            try state.check(statement, after: state.finalized.hash, timeMs: chain.timeMs(900))
        }
    }
}
