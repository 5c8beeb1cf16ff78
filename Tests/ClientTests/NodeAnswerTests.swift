import Client
import Console
import JSON
import NodeCore
import Testing

/// The status of a node, read by the doctor.
@Suite struct NodeAnswerTests {
    private static let status = """
        {"node":"tax","now_ms":1780000000500,"up_ms":60,
         "role":"validator","ready":true,"chain_id":"c0ffee",
         "height":9,"block":"b9","recent_blocks":["b9","b8"],"time_ms":1780000000000,"epoch":1,
         "view":12,"round":{"leader":"amr","entered_ago_ms":40,"validators":[
           {"name":"tax","heard_ago_ms":null,"votes":["notarize"]},
           {"name":"amr","heard_ago_ms":300,"votes":[]}],
           "skipped_views":2,"skipped":[{"view":10,"leader":"amr"},{"view":11,"leader":"tax"}]},
         "abstains":"diskFull","catching_up":true,"heartbeat_ms":20000,"validators":2,"quorum":2,
         "peers_up":["amr"],"waiting":7,
         "disk":{"full":true,"free_bytes":9,"reserve_bytes":10},
         "recovering":{"answers":1,"needed":3},"halted":null,"halt_reason":null,"accusations":[
           {"validator":"amr","epoch":0,"view":3,"pair":"notarize-notarize","leaf_index":null}]}
        """

    private func value(_ text: String = status) throws -> JSONValue {
        try JSONValue(parsing: Array(text.utf8))
    }

    @Test func `every field of a status is read`() throws {
        let answer = try #require(NodeAnswer(try value()))
        #expect(answer.chain == "c0ffee" && answer.height == 9 && answer.epoch == 1)
        #expect(answer.recentBlocks == ["b9", "b8"])
        #expect(answer.upMs == 60)
        #expect(answer.nowMs == 1_780_000_000_500 && answer.tipTimeMs == 1_780_000_000_000)
        #expect(answer.leader == "amr" && answer.voters.map(\.heardAgoMs) == [nil, 300])
        #expect(answer.voters.map(\.votes) == [["notarize"], []])
        #expect(answer.skippedViews == 2 && answer.skippedLeaders == ["amr", "tax"])
        #expect(answer.abstains == .diskFull && answer.isCatchingUp)
        #expect(answer.heartbeatMs == 20_000 && answer.waiting == 7 && answer.peersUp == ["amr"])
        #expect(answer.room == NodeAnswer.Room(free: 9, reserve: 10))
        #expect(answer.recovery == NodeAnswer.Recovery(answers: 1, needed: 3))
        #expect(answer.halt == nil && answer.accusations.map(\.validator) == ["amr"])
    }

    @Test func `a halted node does not vote, whatever else it says`() throws {
        let text = Self.status
            .replacing("\"halted\":null", with: "\"halted\":\"consensus.forgottenVote\"")
        let answer = try #require(NodeAnswer(try value(text)))
        #expect(answer.abstains == .halted)
        #expect(answer.halt?.code == "consensus.forgottenVote")
        #expect(answer.halt?.reason.english == "consensus.forgottenVote")
    }

    @Test func `a node of an earlier version leaves out what it does not know`() throws {
        let members = try #require(try value().object)
        for member in members {
            let rest = JSONValue.object(members.filter { $0.name != member.name })
            let isNeeded = ["chain_id", "height", "block", "time_ms", "epoch", "view"]
                .contains(member.name)
            #expect((NodeAnswer(rest) == nil) == isNeeded, "\(member.name)")
        }
    }

    @Test func `the numbers of a status may be anything`() throws {
        for number in ["-1", "9223372036854775807", "1.5", "\"9\""] {
            for name in ["now_ms", "up_ms", "time_ms", "height", "heartbeat_ms", "epoch"] {
                let members = try #require(try value().object)
                let changed = try JSONValue.object(
                    members.map { member in
                        member.name == name ? JSONMember(name, try value(number)) : member
                    }
                )
                guard let answer = NodeAnswer(changed) else { continue }
                let reply = Observation.Reply(answer: answer, askedMs: 0, answeredMs: 5)
                let diagnosis = Diagnosis(
                    of: [Observation(node: "tax", outcome: .answered(reply))],
                    chain: answer.chain
                )
                #expect(!JSONText.compact(diagnosis.json).isEmpty)
            }
        }
    }
}
