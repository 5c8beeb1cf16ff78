import CBOR
import COSE
import Cryptography
import JSON
import Ledger
import Merkle
import NodeCore
import Testing

@Suite struct KeyQueryTests {
    private let cluster: TestCluster

    init() throws { cluster = try TestCluster() }

    private func keys(of member: String) throws -> [JSONValue] {
        guard case .keys(let json) = cluster.ask(.keys(member: member), of: "tax") else {
            Issue.record("no answer about keys")
            return []
        }
        return try #require(try JSONValue(parsing: json)["keys"]?.array)
    }

    @Test func `a node tells a member's keys, with scope, state and where the grant stands`() throws
    {
        let before = try keys(of: "AMR").count
        let bytes = cluster.grant(by: "AMR")
        let grant = try SignedStatement(decoding: bytes)
        let reply = cluster.ask(.submit(statement: bytes, attachment: nil), of: "tax")
        guard case .recorded(let place) = reply else {
            Issue.record("\(String(describing: reply))")
            return
        }
        let keys = try keys(of: "AMR")
        #expect(keys.count == before + 1)
        let newest = try #require(keys.last)
        #expect(newest["key"]?.string == grant.header.subject)
        #expect(newest["state"]?.string == "valid")
        #expect(newest["leaf_index"]?.integer == Int64(place.leafIndex))
        #expect(newest["entry"]?.string == grant.entry(cluster.suite).hexadecimal)
    }

    @Test func `nobody signs for a member that there is not`() throws {
        #expect(try keys(of: "NOBODY").isEmpty)
    }
}
