import Testing
import Transport

@Suite struct EndpointTests {
    @Test(arguments: [
        ("127.0.0.1:80", "127.0.0.1", 80), ("[::1]:443", "::1", 443), ("node-1:0", "node-1", 0),
    ])
    func `what people write is read and written back`(
        text: String,
        host: String,
        port: UInt16
    ) throws {
        let endpoint = try #require(Endpoint(text))
        #expect(endpoint == Endpoint(host: host, port: port))
        #expect(endpoint.description == text)
    }

    @Test(arguments: ["", "node", ":80", "node:", "node:65536", "node:-1", "::1:443", "[]:1"])
    func `anything else is not an endpoint`(text: String) {
        #expect(Endpoint(text) == nil)
    }

    @Test func `a numeric host needs no resolver and a name is not numeric`() {
        let endpoint = Endpoint(host: "::1", port: 7)
        #expect(SocketAddress(numeric: endpoint)?.endpoint == endpoint)
        #expect(SocketAddress(numeric: Endpoint(host: "localhost", port: 7)) == nil)
    }
}
