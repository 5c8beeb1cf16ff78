import CBOR
import COSE
import Cryptography
import Testing

@Suite struct Sign1Tests {
    /// `18([h'a10126', {4: '11'}, 'payload', 64 zeros])`.
    private let message =
        [0xd2, 0x84, 0x43, 0xa1, 0x01, 0x26, 0xa1, 0x04, 0x42, 0x31, 0x31]
        + [0x43, 0x61, 0x62, 0x63, 0x58, 0x40] + [UInt8](repeating: 0, count: 64)

    @Test func `a message is taken apart and put together again`() throws {
        let decoded = try Sign1(decoding: message[...])
        #expect(decoded.protected.elementsEqual([0xa1, 0x01, 0x26]))
        #expect(decoded.unprotected.elementsEqual([0xa1, 0x04, 0x42, 0x31, 0x31]))
        #expect(decoded.payload?.elementsEqual("abc".utf8) == true)
        #expect(decoded.encoded == message)
    }

    @Test func `a detached payload is told from an empty one`() throws {
        var detached = message
        detached.replaceSubrange(11..<15, with: [0xf6])
        #expect(try Sign1(decoding: detached[...]).payload == nil)
        #expect(try Sign1(decoding: detached[...]).encoded == detached)
        var empty = message
        empty.replaceSubrange(11..<15, with: [0x40])
        #expect(try Sign1(decoding: empty[...]).payload?.isEmpty == true)
    }

    @Test func `a message cut anywhere is refused`() {
        for end in message.indices {
            #expect(throws: COSEError.self) { try Sign1(decoding: message[..<end]) }
        }
    }

    @Test func `bytes after the message are refused`() {
        #expect(throws: COSEError.encoding(.trailingBytes(at: message.count))) {
            try Sign1(decoding: (message + [0])[...])
        }
    }

    @Test func `another tag is refused by its number`() {
        #expect(throws: COSEError.wrongTag(found: 17)) {
            try Sign1(decoding: ([0xd1] + message.dropFirst())[...])
        }
    }

    @Test func `an unprotected header that is no map is refused`() {
        var changed = message
        changed.replaceSubrange(6..<11, with: [0x80])
        #expect(throws: COSEError.encoding(.unexpectedType(at: 6))) {
            try Sign1(decoding: changed[...])
        }
    }

    @Test func `an empty protected map is signed as no bytes, as the RFC has it`() {
        let none = SignatureStructure.encode(protected: [], payload: [1])
        #expect(SignatureStructure.encode(protected: [0xa0], payload: [1]) == none)
        #expect(none.hexadecimal == "846a5369676e61747572653140404101")
    }
}
