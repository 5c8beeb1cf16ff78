import COSE
import Client
import Console
import Evidence
import NodeCore
import Testing
import Transport

@Suite struct ReconnectionTests {
    private func certificate(_ district: TestDistrict) throws -> SignedStatement {
        var copy = district
        return try copy.issue("CERT-04").file.statement
    }

    @Test(arguments: [[], [1], [2], [1, 3], [2, 4], [1, 2, 3, 4, 5]])
    func `a certificate is recorded once, wherever the line breaks`(_ breaks: [Int]) throws {
        let district = try TestDistrict()
        let statement = try certificate(district)
        let node = try FlakyNode(district) { breaks.contains($0) }
        var link = node.connect()
        var waited: [UInt64] = []
        var line = Reconnection(
            connect: { () throws(ClientError) in node.connect() },
            wait: { waited.append($0) }
        )
        let place = try line.ask(over: &link) { (link) throws(ClientError) in
            try link.record(statement.bytes)
        }
        let parts = try line.ask(over: &link) { (link) throws(ClientError) in
            try link.evidence(leafIndex: place.leafIndex)
        }
        #expect(parts.statement == statement.bytes)
        #expect(node.leaves == [statement.header.subject: place.leafIndex])
        #expect(waited == Array(Reconnection.pausesMs.prefix(breaks.count)))
    }

    @Test func `a refusal is not asked about again`() throws {
        let district = try TestDistrict()
        let node = try FlakyNode(district) { _ in false }
        var link = node.connect()
        var line = Reconnection(
            connect: { () throws(ClientError) in node.connect() },
            wait: { _ in Issue.record("it waited") }
        )
        let error = #expect(throws: ClientError.self) {
            try line.ask(over: &link) { (link) throws(ClientError) in
                try link.locate(certificate: "x")
            }
        }
        #expect(error?.exitCode == .bad)
    }

    @Test func `a line that stays broken is given up, and what is not known is said`() throws {
        let node = try FlakyNode(try TestDistrict()) { _ in true }
        var link = node.connect()
        var line = Reconnection(
            connect: { () throws(ClientError) in node.connect() },
            wait: { _ in }
        )
        let error = #expect(throws: ClientError.self) {
            try line.ask(over: &link) { (link) throws(ClientError) in try link.record([]) }
        }
        #expect(error?.exitCode == .cannotTell)
        let uncertain = ClientError.uncertain(certificate: "1.2.3", try #require(error))
        #expect(uncertain.exitCode == .cannotTell)
        #expect(uncertain.phrase.english.contains("1.2.3"))
        #expect(uncertain.phrase.chinese.contains("1.2.3"))
        #expect(uncertain.phrase.english.contains("the same --out"))
    }
}
