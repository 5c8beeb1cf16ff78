import Client
import JSON
import Ledger
import Testing

@Suite struct NodePlanTests {
    @Test func `an unknown member of a node file is an error`() throws {
        let error = #expect(throws: JSONError.self) {
            try NodePlan(plan("tax", "TAX", extra: [JSONMember("prot", 1)]))
        }
        #expect(error == .unknown(path: "prot"))
    }

    @Test(arguments: [0, 65_536, -1])
    func `a port outside 1 to 65535 is refused`(port: Int64) {
        #expect(throws: JSONError.notAllowed(path: "peerPort", value: "\(port)")) {
            try NodePlan(plan("tax", "TAX", peerPort: port))
        }
    }

    @Test func `validators are the consortium's first, then others by name`() throws {
        let plans = try ["hr", "amr", "stat", "tax"].map { name in
            try NodePlan(plan(name, name.uppercased()))
        }
        let observer = try NodePlan(plan("audit", "AUDIT", votes: false))
        let all = plans + [observer]
        let chosen = NodePlan.choose(from: all, for: try consortium(), validators: 3)
        #expect(chosen?.validators.map(\.name) == ["tax", "stat", "amr"])
        #expect(chosen?.observers.map(\.name) == ["audit"])
        #expect(NodePlan.choose(from: all, for: try consortium(), validators: 5) == nil)
    }

    private func plan(
        _ name: String,
        _ member: String,
        votes: Bool = true,
        peerPort: Int64 = 7_101,
        extra: [JSONMember] = []
    ) -> JSONValue {
        .object(
            [
                JSONMember("name", .string(name)), JSONMember("member", .string(member)),
                JSONMember("validator", .boolean(votes)),
                JSONMember("peerPort", .integer(peerPort)), JSONMember("clientPort", 7_201),
            ] + extra
        )
    }

    @Test func `a consortium says who governs, and by default those that run validators do`()
        throws
    {
        #expect(try consortium().governance == .standard)
        let named = try consortium(governing: ["voices": ["TAX"], "majority": "1/2"])
        #expect(
            named.governance == Governance(voices: .members(["TAX"]), numerator: 1, denominator: 2)
        )
        for share in ["0/3", "4/3", "1", "x/y", "1/2/3"] {
            #expect(throws: JSONError.self) {
                try consortium(governing: ["voices": "validators", "majority": .string(share)])
            }
        }
    }

    private func consortium(governing: JSONValue? = nil) throws -> Consortium {
        let members: [JSONMember] = [
            JSONMember("name_zh", "链"), JSONMember("name_en", "chain"), JSONMember("suite", "p256"),
            JSONMember("validators", ["TAX", "STAT"]), JSONMember("observers", ["AUDIT"]),
            JSONMember("parameters", ["replayWindowSeconds": 600]), JSONMember("members", []),
        ]
        let governance = governing.map { [JSONMember("governance", $0)] } ?? []
        return try Consortium(.object(members + governance))
    }
}
