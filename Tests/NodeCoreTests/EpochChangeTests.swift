import CBOR
import COSE
import Cryptography
import Ledger
import NodeCore
import Storage
import Testing

/// Epochs end and begin on running nodes: four validators, and GOV, which follows.
@Suite struct EpochChangeTests {
    private let cluster: TestCluster

    init() throws { cluster = try TestCluster() }

    // MARK: Governing

    private func submit(_ statement: SignedStatement?, to name: String) throws -> Recorded {
        try submit(bytes: try #require(statement).bytes, to: name)
    }

    /// Submits, and lets time pass while a leader is missing.
    private func submit(bytes: [UInt8], to name: String) throws -> Recorded {
        var reply = cluster.ask(.submit(statement: bytes, attachment: nil), of: name)
        if reply == nil {
            cluster.pass(ms: 20_000)
            reply = cluster.replies.first?.body
        }
        guard case .recorded(let place) = reply else {
            Issue.record("\(String(describing: reply))")
            throw Refused()
        }
        return place
    }

    private struct Refused: Error {}

    /// Proposes changes and lets two more members vote for them; answers the deciding height.
    @discardableResult
    private func enact(
        _ changes: [CharterChange],
        voters: [String] = ["AMR", "FIN"],
        fewValidators: Bool = false
    ) throws -> UInt64 {
        let proposal = Proposal(
            changes: changes,
            reason: "按章程",
            notAfterMs: TestCluster.createdMs + cluster.nowMs + 3_600_000,
            acceptsFewValidators: fewValidators
        )
        let statement = try #require(
            cluster.governing(
                .proposal,
                by: "TAX",
                subject: Proposal.subject,
                payload: proposal.encoded
            )
        )
        var height = try submit(statement, to: "tax").height
        let entry = statement.entry(cluster.suite)
        for voter in voters {
            let ballot = Ballot(proposal: entry, approves: true)
            let vote = cluster.governing(
                .ballot,
                by: voter,
                subject: entry.hexadecimal,
                payload: ballot.encoded
            )
            height = try submit(vote, to: "tax").height
        }
        cluster.pass(ms: 1_000)
        return height
    }

    private func seat(_ code: String) throws -> NodeSeat {
        let name = code.lowercased()
        let entry = try #require(cluster.genesis.document.nodes.first { $0.name == name })
        return NodeSeat(
            member: code,
            name: name,
            voteKey: try #require(cluster.nextVoteKeys[code]?.first),
            transportKey: entry.transportKey,
            address: nil,
            chain: cluster.genesis.chain
        )
    }

    private func grant(at name: String = "amr") throws -> UInt64 {
        try submit(bytes: cluster.grant(by: "AMR"), to: name).height
    }

    private func epoch(of name: String) -> UInt64? {
        cluster.nodes[name]?.node.tip.header.epoch
    }

    private var agree: Bool { cluster.tips.count == 5 && Set(cluster.tips).count == 1 }

    // MARK: Tests

    @Test func `a decision ends the epoch and the chain goes on in the next`() throws {
        let last = try enact([.limit(name: "batchRecords", value: 100)])
        #expect(try grant() > last)
        cluster.pass(ms: 1_000)
        #expect(agree)
        for name in cluster.names { #expect(epoch(of: name) == 1) }
        #expect(cluster.halted.isEmpty)
    }

    @Test func `a node's key is rotated while it votes on`() throws {
        try enact([.rekeyValidator(try seat("TAX"))])
        // Without BANK every quorum needs TAX, whose old key counts no more.
        cluster.kill("bank")
        for _ in 0..<3 { _ = try grant() }
        #expect(epoch(of: "tax") == 1)
        #expect(cluster.nodes["tax"]?.node.retiredVoteKeys?.current == (try seat("TAX")).voteKey)
    }

    @Test func `a node that follows becomes a validator while it runs`() throws {
        try enact([.addValidator(try seat("GOV"))])
        cluster.kill("bank")
        // Four of five validators are needed, so GOV votes.
        for _ in 0..<3 { _ = try grant() }
        #expect(epoch(of: "gov") == 1)
        try cluster.restart("gov")
        cluster.pass(ms: 3_000)
        _ = try grant()
        #expect(cluster.halted.isEmpty)
    }

    @Test func `a removed validator follows and is not waited for`() throws {
        try enact([.removeValidator(name: "bank")], fewValidators: true)
        _ = try grant()
        cluster.pass(ms: 1_000)
        #expect(agree)
        cluster.kill("bank")
        _ = try grant()
    }

    @Test func `a node that slept through two epochs catches up by their own validators`() throws {
        cluster.kill("bank")
        try enact([.rekeyValidator(try seat("TAX"))])
        _ = try grant()
        try enact([.limit(name: "batchRecords", value: 100)])
        _ = try grant()
        try cluster.restart("bank")
        cluster.pass(ms: 10_000)
        #expect(agree)
        #expect(epoch(of: "bank") == 2)
    }

    @Test func `nodes restarted together go on in the epoch that they were in`() throws {
        try enact([.rekeyValidator(try seat("TAX"))])
        let height = try grant()
        for name in cluster.names { cluster.kill(name) }
        for name in cluster.names { try cluster.restart(name) }
        cluster.pass(ms: 5_000)
        #expect(try grant() > height)
        cluster.pass(ms: 1_000)
        #expect(agree)
    }

    @Test func `a node that lost its ledger casts no vote in an epoch that it had left`() throws {
        try enact([.limit(name: "batchRecords", value: 100)])
        for _ in 0..<12 { _ = try grant() }
        for name in cluster.names { cluster.kill(name) }
        let disk = try #require(cluster.killed["fin"])
        // By now the journal says nothing of the first epoch.
        #expect(!disk.paths.contains("/home/journal/votes-a/0000000001.log"))
        for path in disk.paths where path.hasPrefix("/home/ledger/") { disk.lose(path) }
        let earlier = cluster.traces["fin"]?.count ?? 0
        try cluster.restart("fin")
        cluster.pass(ms: 90_000)
        let cast = cluster.traces["fin"]?.dropFirst(earlier).filter { $0.contains("cast") }
        #expect(epoch(of: "fin") == 0 && cast == [])
        for name in cluster.names where name != "fin" { try cluster.restart(name) }
        cluster.pass(ms: 10_000)
        _ = try grant(at: "fin")
        #expect(agree && cluster.halted.isEmpty)
        #expect(cluster.nodes["fin"]?.node.abstention == nil)
    }

    @Test func `an epoch's end that a power cut took from every ledger is in the journals`() throws
    {
        let last = try enact([.limit(name: "batchRecords", value: 100)])
        // Blocks do not arrive, so that all vote in the next epoch, and nothing is final there.
        cluster.losesBlocks = true
        cluster.bulk = { _, _, _ in nil }
        _ = cluster.ask(.submit(statement: cluster.grant(by: "AMR"), attachment: nil), of: "amr")
        cluster.pass(ms: 6_000)
        for name in cluster.names where name != "gov" {
            #expect(epoch(of: name) == 0 && cluster.nodes[name]?.node.validators.epoch == 1)
        }
        for name in cluster.names { try loseEnd(ofEpochAt: last, on: name) }
        cluster.losesBlocks = false
        cluster.bulk = { message, _, _ in message }
        for name in cluster.names { try cluster.restart(name) }
        cluster.pass(ms: 5_000)
        for name in cluster.names where name != "gov" {
            #expect(cluster.nodes[name]?.node.abstention == nil)
        }
        #expect(try grant() > last && cluster.halted.isEmpty)
        cluster.pass(ms: 1_000)
        #expect(agree && epoch(of: "tax") == 1)
    }

    /// Kills a node and takes what its ledger holds from the proof of an epoch's end on.
    private func loseEnd(ofEpochAt last: UInt64, on name: String) throws {
        let node = try #require(cluster.nodes[name])
        let proof = try #require(try node.archive.finalization(covering: last)).proof
        cluster.kill(name)
        node.disk.restart()
        for path in node.disk.paths where path.hasPrefix("/home/ledger/") {
            let range = try #require(try node.disk.contents(path)?.firstRange(of: proof))
            let file = try node.disk.open(path, .readWrite)
            try file.truncate(to: UInt64(range.lowerBound / 512 * 512))
            try file.syncData()
        }
    }

    @Test func `a damaged finalization of an epoch's last block is fetched, and no other will do`()
        throws
    {
        let last = try enact([.rekeyValidator(try seat("TAX"))])
        for _ in 0..<3 { _ = try grant() }
        let node = try #require(cluster.nodes["fin"])
        let proof = try #require(try node.archive.finalization(covering: last))
        #expect(proof.height == last)
        let disk = node.disk
        cluster.kill("fin")
        disk.restart()
        for path in disk.paths where path.hasPrefix("/home/ledger/") {
            guard let range = try disk.contents(path)?.firstRange(of: proof.proof) else { continue }
            disk.damage(path, at: range.lowerBound + 9)
        }
        func repair(_ others: [StoreReader]) throws -> RepairOutcome {
            var repair = try HomeRepair(
                NodeHome("/home"),
                on: disk,
                genesis: cluster.genesis,
                catalogue: cluster.catalogue
            ) { _ in }
            return try repair.run(from: ArchiveBlocks(others))
        }
        let alone = try repair([])
        #expect(alone.damageCount == 1 && alone.leftCount == 1 && alone.clearedCount == 0)
        let helped = try repair(cluster.names.compactMap { cluster.nodes[$0]?.archive })
        #expect(helped.isWhole && helped.mendedCount == 1)
        try cluster.restart("fin")
        cluster.pass(ms: 3_000)
        #expect(agree && epoch(of: "fin") == 1)
    }

    @Test func `evidence leads through every change of validators`() throws {
        try enact([.rekeyValidator(try seat("TAX"))])
        try enact([.limit(name: "batchRecords", value: 100)])
        let place = try submit(bytes: cluster.grant(by: "AMR"), to: "amr")
        guard
            case .evidence(let parts) = cluster.ask(
                .evidence(leafIndex: place.leafIndex),
                of: "amr"
            )
        else {
            Issue.record("no evidence")
            return
        }
        #expect(try ValidatorSet(decoding: parts.validatorSet).epoch == 2)
        var set = cluster.genesis.validators
        for hop in parts.hops {
            let header = try BlockHeader(decoding: hop.header)
            #expect(header.validatorsHash == set.hash(cluster.suite))
            // No bytes stand for the same validators in the next epoch.
            set =
                hop.nextValidators.isEmpty
                ? try ValidatorSet(epoch: set.epoch + 1, validators: set.validators)
                : try ValidatorSet(decoding: hop.nextValidators)
            #expect(header.nextValidatorsHash == set.hash(cluster.suite))
        }
        #expect(set.encoded == parts.validatorSet)
        #expect(parts.hops.map(\.nextValidators.isEmpty) == [false, true])
    }

    @Test func `an admitted member's right is proven by its own grant and the proposal`() throws {
        let key = SigningKey(generating: cluster.suite)
        let member = Member(
            code: "NEW",
            role: "BANK",
            nameZh: "新银行",
            nameEn: "New Bank",
            uscc: "91440399000000027J"
        )
        try enact([.admitMember(member, key: key.publicKey)])
        func grant(of other: SigningKey) -> [UInt8] {
            let grant = KeyGrant(member: "NEW", key: other.publicKey, scope: .everything)
            return SignedStatement.sign(
                kind: .grant,
                issuer: member.issuer,
                subject: other.identifier.hexadecimal,
                issuedAt: (TestCluster.createdMs + cluster.nowMs) / 1_000,
                chainID: cluster.genesis.chainID,
                extra: [],
                payload: grant.encoded,
                with: key
            ).bytes
        }
        let founding = grant(of: key)
        _ = try submit(bytes: founding, to: "tax")
        let place = try submit(
            bytes: grant(of: SigningKey(generating: cluster.suite)),
            to: "fin"
        )
        guard
            case .evidence(let parts) = cluster.ask(
                .evidence(leafIndex: place.leafIndex),
                of: "amr"
            )
        else {
            Issue.record("no evidence")
            return
        }
        let kinds = try parts.issuerEvidence.map { proven in
            try SignedStatement(decoding: proven.statement[...]).header.kind
        }
        #expect(kinds == [.grant, .proposal])
        #expect(parts.issuerEvidence.first?.statement == founding)
    }

    @Test func `a node stops before a height whose rules its program does not know`() throws {
        let height = try enact([.rules(version: 2, height: 6)])
        #expect(height < 6)
        for _ in 0..<4 {
            let grant = cluster.grant(by: "AMR")
            _ = cluster.ask(.submit(statement: grant, attachment: nil), of: "amr")
            cluster.pass(ms: 1_000)
        }
        for name in cluster.names {
            let ended = cluster.nodes[name]?.ended
            #expect(ended == .rules(version: 2, height: 6))
            #expect(cluster.nodes[name]?.node.tip.header.height == 5)
        }
    }
}
