import CBOR
import Cryptography
import Ledger
import TestSupport
import Testing

@Suite struct BlockHeaderTests {
    let fixture: ChainFixture

    init() throws { fixture = try ChainFixture() }

    @Test func `a header reads back as it was written`() throws {
        let header = fixture.header()
        #expect(try BlockHeader(decoding: header.encoded) == header)
        #expect(header.encoded.count <= BlockHeader.maximumByteCount)
    }

    @Test func `a header is an array of fourteen items in the order of the design`() throws {
        let header = fixture.header()
        guard case .array(let items) = try CBORValue(decoding: header.encoded) else {
            Issue.record("not an array")
            return
        }
        #expect(
            items == [
                .unsigned(1), .bytes(fixture.chain.id.bytes), .unsigned(3), .unsigned(5),
                .unsigned(7), .bytes(fixture.digest("parent").bytes),
                .unsigned(1_700_000_000_123), .unsigned(2), .unsigned(99),
                .bytes(fixture.digest("tree").bytes), .bytes(fixture.digest("status").bytes),
                .bytes(fixture.digest("state").bytes), .bytes(fixture.set.hash(.p256).bytes),
                .bytes(fixture.set.hash(.p256).bytes),
            ]
        )
    }

    @Test func `the hash of a header is the digest of its bytes`() {
        let header = fixture.header()
        #expect(header.hash(.p256) == Suite.p256.digest(header.encoded))
        #expect(header.hash(.sm2) == Suite.sm2.digest(header.encoded))
    }

    @Test func `a header of an unknown version is refused`() {
        var header = fixture.header()
        header.version = 2
        #expect(throws: ChainError.unknownVersion(found: 2)) {
            try BlockHeader(decoding: header.encoded)
        }
    }

    @Test func `a header of another chain is refused`() throws {
        var header = fixture.header()
        header.chainID = .zero
        var reader = CBORReader(header.encoded)
        #expect(throws: ChainError.wrongChain) {
            try HashedHeader(from: &reader, chain: fixture.chain)
        }
    }

    @Test func `a changed validator set makes a boundary`() {
        var header = fixture.header()
        #expect(!header.isBoundary)
        header.nextValidatorsHash = .zero
        #expect(header.isBoundary)
    }

    @Test func `a mutated header is refused or is another header`() {
        let header = fixture.header()
        let bytes = header.encoded
        withSeeds(0..<4_000) { generator in
            let mutant = generator.mutated(bytes)
            guard let decoded = try? BlockHeader(decoding: mutant) else { return true }
            return decoded.encoded == mutant && (mutant == bytes) == (decoded == header)
        }
    }
}
