import Storage
import TestSupport
import Testing

@Suite struct CRC32CTests {
    /// RFC 3720 appendix B.4, and the customary check value.
    static let vectors: [(bytes: [UInt8], checksum: UInt32)] = [
        ([UInt8](repeating: 0, count: 32), 0x8a91_36aa),
        ([UInt8](repeating: 0xff, count: 32), 0x62a8_ab43),
        ([UInt8](0..<32), 0x46dd_794e),
        ([UInt8]((0..<32).reversed()), 0x113f_db5c),
        (Array("123456789".utf8), 0xe306_9283),
        ([], 0),
    ]

    @Test(arguments: vectors)
    func `the published vectors hold, with the instruction and without`(
        vector: (bytes: [UInt8], checksum: UInt32)
    ) {
        #expect(CRC32C.checksum(vector.bytes) == vector.checksum)
        var byTable = CRC32C()
        byTable.updateByTable(vector.bytes[...])
        #expect(byTable.value == vector.checksum)
    }

    @Test func `pieces give the checksum of the whole`() {
        withSeeds(0..<200) { generator in
            let bytes = generator.bytes(Int(generator.next() % 300))
            let cut = Int(generator.next() % UInt64(bytes.count + 1))
            var pieces = CRC32C()
            pieces.update(bytes[..<cut])
            pieces.updateByTable(bytes[cut...])
            return pieces.value == CRC32C.checksum(bytes)
        }
    }
}
