import Consensus
import Cryptography
import JSON
import Ledger
import NodeCore
import Testing

/// FIN contradicts itself before the eyes of the others.
@Suite struct EquivocationTests {
    private let cluster: TestCluster

    init() throws { cluster = try TestCluster() }

    private func vote(_ statement: VoteStatement) throws -> Vote {
        let set = cluster.genesis.validators
        let key = try #require(cluster.voteKeys["FIN"])
        let index = try #require(set.index(ofVoteKey: key.publicKey))
        return Vote(
            statement: statement,
            signer: UInt64(index),
            signature: key.sign(statement.toBeSigned(cluster.suite))
        )
    }

    /// A header of a view that nobody is in yet.
    private func block(_ number: UInt8, view: UInt64) -> HashedHeader {
        let genesis = cluster.genesis.genesisHeader
        let header = BlockHeader(
            chainID: cluster.genesis.chainID,
            epoch: 0,
            height: 9,
            view: view,
            parent: cluster.suite.digest([number]),
            timeMs: genesis.timeMs + 9,
            proposer: 0,
            treeSize: genesis.treeSize,
            treeRoot: genesis.treeRoot,
            statusRoot: genesis.statusRoot,
            stateDigest: genesis.stateDigest,
            validatorsHash: genesis.validatorsHash,
            nextValidatorsHash: genesis.nextValidatorsHash
        )
        return HashedHeader(header, suite: cluster.suite)
    }

    private func show(_ statement: VoteStatement, to name: String) throws {
        let frame = ConsensusMessage.vote(try vote(statement)).encoded
        cluster.handle(.controlFrame(frame, from: "fin"), at: name)
        cluster.settle()
    }

    /// Votes twice for different blocks of a view a little ahead.
    private func contradict(at names: [String], view: UInt64 = 9) throws {
        for name in names {
            for number: UInt8 in [1, 2] {
                try show(.notarize(block(number, view: view), view: view), to: name)
            }
        }
    }

    private func accusations(at name: String) throws -> [JSONValue] {
        guard case .status(let json) = cluster.ask(.status, of: name) else {
            Issue.record("no status of \(name)")
            return []
        }
        return try #require(try JSONValue(parsing: json)["accusations"]?.array)
    }

    private func expectRecorded(at names: [String], view: UInt64 = 9) throws {
        for name in names {
            let found = try accusations(at: name)
            #expect(found.count == 1, "\(name)")
            #expect(found.first?["validator"]?.string == "fin")
            #expect(found.first?["pair"]?.string == "notarize-notarize")
            #expect(found.first?["leaf_index"] == .integer(5))
        }
    }

    @Test func `it is recorded once, and every node names it`() throws {
        try contradict(at: ["tax", "amr", "bank"])
        cluster.pass(ms: 5_000)
        try expectRecorded(at: cluster.names)
        #expect(cluster.nodes["gov"]?.node.tip.header.treeSize == 6)
    }

    @Test func `one witness is enough`() throws {
        try contradict(at: ["bank"])
        cluster.pass(ms: 15_000)
        try expectRecorded(at: ["tax", "bank", "gov"])
    }

    @Test func `ordinary votes accuse nobody`() throws {
        let chainID = cluster.genesis.chainID
        for name in ["tax", "amr", "bank"] {
            try show(.nullify(chainID: chainID, epoch: 0, view: 9), to: name)
            try show(.notarize(block(1, view: 9), view: 9), to: name)
            try show(.notarize(block(1, view: 9), view: 9), to: name)
        }
        cluster.pass(ms: 5_000)
        for name in cluster.names { #expect(try accusations(at: name).isEmpty) }
    }

    @Test func `a witness that is restarted before it could report reports then`() throws {
        // Alone it records nothing; the report that it made is lost with it.
        for name in ["tax", "amr", "gov"] { cluster.kill(name) }
        try contradict(at: ["bank"])
        #expect(try accusations(at: "bank").first?["leaf_index"] == .null)
        cluster.kill("bank")
        for name in ["tax", "amr", "gov", "bank"] { try cluster.restart(name) }
        cluster.pass(ms: 20_000)
        try expectRecorded(at: ["tax", "bank", "gov"])
    }

    @Test func `a report that waited too long is signed anew`() throws {
        for name in ["tax", "amr"] { cluster.kill(name) }
        try contradict(at: ["bank"], view: 9)
        cluster.pass(ms: 700_000)
        for name in ["tax", "amr"] { try cluster.restart(name) }
        cluster.pass(ms: 60_000)
        try expectRecorded(at: ["tax", "bank", "gov"])
    }

    @Test func `a replayed ledger has the accusations`() throws {
        try contradict(at: ["tax", "amr", "bank"])
        cluster.pass(ms: 3_000)
        for name in cluster.names { cluster.kill(name) }
        for name in cluster.names { try cluster.restart(name) }
        cluster.pass(ms: 3_000)
        try expectRecorded(at: cluster.names)
    }
}
