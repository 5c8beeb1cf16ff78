import Cryptography
import TestSupport
import Testing
import Transport

@Suite struct PeerHelloTests {
    private func sample() throws -> PeerHello {
        let chainID = try #require(Digest([UInt8](0..<32)))
        return PeerHello(chainID: chainID, nodeName: "市场监管局", channel: .bulk)
    }

    @Test func `a hello has the bytes its table says`() throws {
        let bytes = try sample().encoded
        #expect(Array(bytes[..<5]) == [0x4C, 0x5A, 0x50, 0x31, 1])
        #expect(Array(bytes[5..<37]) == [UInt8](0..<32))
        #expect(bytes[37] == 15)
        #expect(bytes.count == 53)
        #expect(try PeerHello(decoding: bytes) == sample())
    }

    @Test func `every shortened or lengthened hello is refused`() throws {
        let bytes = try sample().encoded
        for count in 0..<bytes.count {
            #expect(throws: TransportError.helloInvalid) {
                try PeerHello(decoding: [UInt8](bytes[..<count]))
            }
        }
        #expect(throws: TransportError.helloInvalid) { try PeerHello(decoding: bytes + [0]) }
    }

    @Test func `a changed hello is refused or says something else`() throws {
        let original = try sample()
        for seed in 0..<5_000 as Range<UInt64> {
            var generator = SeededGenerator(seed: seed)
            var bytes = original.encoded
            let index = Int.random(in: bytes.indices, using: &generator)
            bytes[index] ^= UInt8.random(in: 1...255, using: &generator)
            if let decoded = try? PeerHello(decoding: bytes) {
                #expect(decoded != original, "seed \(seed)")
                #expect(decoded.encoded == bytes, "seed \(seed)")
            }
        }
    }
}
