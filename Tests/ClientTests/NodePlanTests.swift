import Client
import JSON
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

    private func consortium() throws -> Consortium {
        try Consortium([
            "name_zh": "链", "name_en": "chain", "suite": "p256", "validators": ["TAX", "STAT"],
            "observers": ["AUDIT"], "parameters": ["replayWindowSeconds": 600], "members": [],
        ])
    }
}
