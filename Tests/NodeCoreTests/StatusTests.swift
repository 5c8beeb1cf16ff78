import JSON
import NodeCore
import Testing

/// What a node says of itself and the others, for who looks for the reason why a chain stands.
@Suite struct StatusTests {
    private let cluster: TestCluster

    init() throws { cluster = try TestCluster() }

    private func status(of name: String) throws -> JSONValue {
        guard case .status(let json)? = cluster.ask(.status, of: name) else {
            Issue.record("no status of \(name)")
            return .null
        }
        return try JSONValue(parsing: json)
    }

    private func record(count: Int) {
        for _ in 0..<count {
            let grant = cluster.grant(by: "TAX")
            _ = cluster.ask(.submit(statement: grant, attachment: nil), of: "tax")
            cluster.pass(ms: 2_000)
        }
    }

    /// How long ago this node heard another last, as it says.
    private func heard(_ name: String, by other: String) throws -> JSONValue? {
        let validators = try status(of: other)["round"]?["validators"]?.array ?? []
        return validators.first { $0["name"]?.string == name }?["heard_ago_ms"]
    }

    @Test func `the newest blocks are told, the tip first`() throws {
        record(count: 3)
        let status = try status(of: "gov")
        let height = try #require(status["height"]?.integer)
        let recent = try #require(status["recent_blocks"]?.array)
        #expect(height >= 3 && recent.count == Int(height) + 1)
        #expect(recent.first == status["block"])
        #expect(try self.status(of: "tax")["recent_blocks"] == .array(recent))
    }

    @Test func `a validator that is gone is not heard any more`() throws {
        record(count: 1)
        #expect(try heard("tax", by: "tax") == .null)
        cluster.kill("bank")
        cluster.pass(ms: 8_000)
        let gone = try heard("bank", by: "tax")?.integer ?? 0
        let there = try heard("amr", by: "tax")?.integer ?? .max
        #expect(gone >= 8_000 && there <= 1_100)
    }

    @Test func `votes of the view and skipped views are told, with their leaders`() throws {
        record(count: 1)
        for name in ["fin", "bank"] { cluster.kill(name) }
        _ = cluster.ask(.submit(statement: cluster.grant(by: "TAX"), attachment: nil), of: "tax")
        cluster.pass(ms: 10_000)
        let round = try #require(try status(of: "tax")["round"])
        let validators = round["validators"]?.array ?? []
        let voting = validators.filter { $0["votes"]?.array?.isEmpty == false }
        let voters = Set(voting.compactMap { $0["name"]?.string })
        #expect(!voters.isEmpty && voters.isSubset(of: ["tax", "amr"]))
        #expect(round["leader"]?.string.map(cluster.names.contains) == true)

        try cluster.restart("fin")
        for _ in 0..<40 where try skipped(at: "tax").isEmpty {
            let grant = cluster.grant(by: "TAX")
            _ = cluster.ask(.submit(statement: grant, attachment: nil), of: "tax")
            cluster.pass(ms: 500)
        }
        let leaders = try skipped(at: "tax")
        #expect(!leaders.isEmpty && leaders.allSatisfy(cluster.names.contains))
    }

    private func skipped(at name: String) throws -> [String] {
        let skipped = try status(of: name)["round"]?["skipped"]?.array ?? []
        return skipped.compactMap { $0["leader"]?.string }
    }

    @Test func `a node says why it does not vote`() throws {
        #expect(try status(of: "tax")["abstains"] == .null)
        #expect(try status(of: "gov")["abstains"] == "observer")
        cluster.handle(.diskMeasured(freeByteCount: 9), at: "tax")
        #expect(try status(of: "tax")["abstains"] == "diskFull")
    }
}
