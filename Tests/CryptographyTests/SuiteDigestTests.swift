import CBOR
import Cryptography
import Testing

@Suite struct SuiteDigestTests {
    /// FIPS 180-2 Appendix B.1 and GB/T 32905 Appendix A.1.
    @Test(arguments: [
        (Suite.p256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (Suite.sm2, "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"),
    ])
    func `the standard's example has the standard's digest`(suite: Suite, expected: String) {
        #expect(suite.digest(Array("abc".utf8)).hexadecimal == expected)
    }

    @Test(arguments: Suite.allCases)
    func `all ways of taking in a message agree`(suite: Suite) throws {
        let left = suite.digest([1])
        let right = suite.digest([2])
        let message = [9] + left.bytes + right.bytes
        let expected = suite.digest(message)
        #expect(suite.digest(([0] + message)[1...]) == expected)
        #expect(suite.digest([[9], left.bytes, right.bytes]) == expected)
        #expect(suite.digest(prefix: 9, left, right) == expected)
        #expect(suite.digest(prefix: 9, message[1...]) == expected)
        #expect(suite.digest(prefix: 9, left) == suite.digest(message.dropLast(32)))
        let hasher = suite.makeHasher()
        for _ in 0..<2 {
            hasher.update(byte: 9)
            hasher.update(left)
            hasher.update(right.bytes)
            #expect(hasher.finalize() == expected)
        }
    }

    @Test func `digests compare by their bytes`() throws {
        let low = try #require(Digest([0, 255] + [UInt8](repeating: 0, count: 30)))
        let high = try #require(Digest([1] + [UInt8](repeating: 0, count: 31)))
        #expect(low < high)
        #expect(!(high < low))
        #expect(!(low < low))
        #expect(Digest(hexadecimal: low.hexadecimal) == low)
        #expect(Digest([1, 2]) == nil)
        #expect(Digest(hexadecimal: "00") == nil)
    }
}
