import CBOR
import COSE
import Cryptography
import JSON
import Ledger
import NodeCore
import Testing

@Suite struct GovernanceQueryTests {
    private let cluster: TestCluster
    private let proposal: SignedStatement

    init() throws {
        cluster = try TestCluster()
        let changes = Proposal(
            changes: [.limit(name: "heartbeatMs", value: 5_000)],
            reason: "按章程",
            notAfterMs: TestCluster.createdMs + cluster.nowMs + 3_600_000
        )
        proposal = try #require(
            cluster.governing(
                .proposal,
                by: "TAX",
                subject: Proposal.subject,
                payload: changes.encoded
            )
        )
        let reply = cluster.ask(
            .submit(statement: proposal.bytes, attachment: nil),
            of: "tax"
        )
        guard case .recorded = reply else {
            Issue.record("\(String(describing: reply))")
            return
        }
    }

    private var entry: Digest { proposal.entry(cluster.suite) }

    private func governance() throws -> JSONValue {
        guard case .governance(let json) = cluster.ask(.governance, of: "tax") else {
            Issue.record("no answer about governance")
            return .null
        }
        return try JSONValue(parsing: json)
    }

    @Test func `a node tells what is being voted on, by whom and how much is missing`() throws {
        let ballot = Ballot(proposal: entry, approves: false)
        let vote = try #require(
            cluster.governing(
                .ballot,
                by: "FIN",
                subject: entry.hexadecimal,
                payload: ballot.encoded
            )
        )
        _ = cluster.ask(.submit(statement: vote.bytes, attachment: nil), of: "tax")
        let json = try governance()
        #expect(json["epoch"]?.integer == 0)
        #expect(json["limits"]?["heartbeatMs"]?.integer == 30_000)
        let item = try #require(json["proposals"]?.array?.first)
        #expect(item["entry"]?.string == entry.hexadecimal)
        #expect(item["state"]?.string == "open")
        #expect(item["for"]?.array?.map(\.string) == ["TAX"])
        #expect(item["against"]?.array?.map(\.string) == ["FIN"])
        let needed = try #require(json["needed"]?.integer)
        #expect(item["missing"]?.integer == needed - 1)
    }

    @Test func `a proposal is given as the statement that was signed`() throws {
        guard case .proposal(let bytes) = cluster.ask(.proposal(entry: entry), of: "tax") else {
            Issue.record("no proposal")
            return
        }
        #expect(bytes == proposal.bytes)
        let unknown = cluster.suite.digest([1])
        guard case .refused(let refusal) = cluster.ask(.proposal(entry: unknown), of: "tax") else {
            Issue.record("an unknown proposal was given")
            return
        }
        #expect(refusal.code == "ledger.unknownProposal")
    }
}
