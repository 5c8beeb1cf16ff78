import Cryptography
import Testing

@Suite struct SecureRandomTests {
    @Test func `as many bytes come as were asked for, and never the same`() {
        #expect(SecureRandom.bytes(0) == [])
        let draws = (0..<100).map { _ in SecureRandom.bytes(16) }
        #expect(draws.allSatisfy { $0.count == 16 })
        #expect(Set(draws).count == draws.count)
    }
}
