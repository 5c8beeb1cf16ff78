import JSON
import NodeRuntime
import Testing
import Transport

@Suite struct NodeConfigurationTests {
    private static let whole = """
        {"name": "tax", "member": "TAX", "host": "127.0.0.1", "peerPort": 7101,
         "clientPort": 7201, "checkThreads": 2,
         "peers": [{"name": "stat", "host": "127.0.0.1", "port": 7102}]}
        """

    private func read(_ text: String) throws(JSONError) -> NodeConfiguration {
        try NodeConfiguration(decoding: Array(text.utf8))
    }

    @Test func `a whole configuration is read`() throws {
        let configuration = try read(Self.whole)
        #expect(configuration.name == "tax" && configuration.member == "TAX")
        #expect(configuration.peerEndpoint == Endpoint(host: "127.0.0.1", port: 7101))
        #expect(configuration.clientEndpoint.port == 7201 && configuration.checkThreads == 2)
        #expect(configuration.peers.map(\.name) == ["stat"])
    }

    @Test func `what is left out has a default that works`() throws {
        let configuration = try read(
            #"{"name": "a", "member": "A", "peerPort": 1, "clientPort": 2, "peers": []}"#
        )
        #expect(configuration.peerEndpoint.host == "127.0.0.1" && configuration.checkThreads == 1)
        #expect(configuration.traceFile == nil && configuration.testClockFile == nil)
    }

    @Test func `a trace and a clock for tests are asked for by their files`() throws {
        let files = #""traceFile": "/t", "testClockFile": "/c", "peers":"#
        let configuration = try read(Self.whole.replacing("\"peers\":", with: files))
        #expect(configuration.traceFile == "/t" && configuration.testClockFile == "/c")
    }

    @Test(arguments: ["checkthreads", "peer", "x"])
    func `an unknown key is an error that names it`(key: String) {
        let text = Self.whole.replacing("\"checkThreads\"", with: "\"\(key)\"")
        #expect(throws: JSONError.unknown(path: key)) { try read(text) }
    }

    @Test(arguments: ["0", "65536", "-1"])
    func `a port that does not exist is refused by name`(port: String) {
        let text = Self.whole.replacing("7201", with: port)
        #expect(throws: JSONError.notAllowed(path: "clientPort", value: port)) { try read(text) }
    }

    @Test func `a number of threads that makes no sense is refused`() {
        let text = Self.whole.replacing("\"checkThreads\": 2", with: "\"checkThreads\": 0")
        #expect(throws: JSONError.notAllowed(path: "checkThreads", value: "0")) { try read(text) }
    }
}
