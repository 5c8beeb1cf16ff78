import CBOR
import Cryptography
import Testing

@Suite struct SealingTests {
    private static let key = [UInt8](0..<32)
    private static let nonce = [UInt8](100..<112)

    @Test(arguments: Suite.allCases)
    func `what was sealed opens to the same bytes`(suite: Suite) throws {
        for count in [0, 1, 15, 16, 17, 1_000] {
            let plaintext = [UInt8](repeating: 7, count: count)
            let sealed = try suite.seal(
                plaintext,
                key: Self.key,
                nonce: Self.nonce,
                associated: [1]
            )
            #expect(sealed.count == count + suite.sealingOverhead)
            let opened = try suite.open(
                sealed,
                key: Self.key,
                nonce: Self.nonce,
                associated: [1]
            )
            #expect(opened == plaintext)
        }
    }

    /// Computed by an independent program from the construction's description.
    @Test func `SM4 with HMAC-SM3 gives the bytes of its description`() throws {
        let sealed = try Suite.sm2.seal(
            Array("lianzheng 链证 sealed text".utf8),
            key: Self.key,
            nonce: Self.nonce,
            associated: Array("context".utf8)
        )
        #expect(
            sealed.hexadecimal
                == "e3dfe9bfe07ce13efbdc052654ea2697c2d3b73b5c148ae94b33bd5e50882ebe"
                + "7ec3d4d0e4ec35cdb7510c75718083a944aa8eed17fe5cb5acf6b6e8"
        )
    }

    @Test(arguments: Suite.allCases)
    func `any other byte, key, nonce or association is refused`(suite: Suite) throws {
        let sealed = try suite.seal(
            [1, 2, 3],
            key: Self.key,
            nonce: Self.nonce,
            associated: [4]
        )
        func refuses(
            _ sealed: [UInt8],
            key: [UInt8] = Self.key,
            nonce: [UInt8] = Self.nonce,
            associated: [UInt8] = [4]
        ) {
            #expect(throws: CryptographyError.notAuthentic) {
                try suite.open(sealed, key: key, nonce: nonce, associated: associated)
            }
        }
        for place in sealed.indices {
            var altered = sealed
            altered[place] ^= 0x80
            refuses(altered)
        }
        for count in sealed.indices { refuses(Array(sealed.prefix(count))) }
        refuses(sealed + [0])
        refuses(sealed, key: Self.key.reversed())
        refuses(sealed, nonce: Self.nonce.reversed())
        refuses(sealed, associated: [])
        refuses(sealed, associated: [4, 0])
    }

    @Test(arguments: Suite.allCases)
    func `keys and nonces of other lengths are refused`(suite: Suite) {
        #expect(throws: CryptographyError.wrongLength(expected: 32, found: 31)) {
            try suite.seal([], key: Self.key.dropLast(), nonce: Self.nonce, associated: [])
        }
        #expect(throws: CryptographyError.wrongLength(expected: 12, found: 13)) {
            try suite.open([], key: Self.key, nonce: Self.nonce + [0], associated: [])
        }
    }
}
