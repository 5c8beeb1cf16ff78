import CBOR
import Cryptography
import Testing

@Suite struct CBORCryptographyTests {
    @Test func `digests, signatures and keys read back`() throws {
        let key = SigningKey(generating: .p256)
        let signature = key.sign([1])
        var writer = CBORWriter()
        writer.byteString(key.identifier)
        writer.byteString(signature)
        writer.byteString(key.publicKey)
        var reader = CBORReader(writer.bytes)
        #expect(try reader.digest() == key.identifier)
        #expect(try reader.signature() == signature)
        #expect(try reader.publicKey() == key.publicKey)
        try reader.finish()
    }

    @Test func `strings of other lengths and compressed points are refused`() {
        func encoded(_ bytes: [UInt8]) -> CBORReader {
            var writer = CBORWriter()
            writer.byteString(bytes)
            return CBORReader(writer.bytes)
        }
        let error = CBORError.outOfRange(at: 0)
        for count in [0, 31, 33, 63, 65, 66] {
            let reader = encoded([UInt8](repeating: 2, count: count))
            #expect(throws: error) {
                var reader = reader
                _ = try reader.digest()
            }
            #expect(throws: error) {
                var reader = reader
                _ = try reader.signature()
            }
            #expect(throws: error) {
                var reader = reader
                _ = try reader.publicKey()
            }
        }
    }
}
