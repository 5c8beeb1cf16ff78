import CBOR
import COSE
import Cryptography
import Testing

@Suite struct StatementHeaderTests {
    /// The parameters of a good header, to be spoiled one at a time.
    private let good: [CBORPair] = [
        CBORPair(1, CBORValue(-7)),
        CBORPair(4, .bytes(Digest.zero.bytes)),
        CBORPair(
            15,
            .map([
                CBORPair(1, .text("urn:uscc:X")), CBORPair(2, .text("S")),
                CBORPair(6, .unsigned(5)),
            ])
        ),
        CBORPair(16, .text("application/lianzheng-grant")),
        CBORPair(-70000, .bytes(Digest.zero.bytes)),
    ]

    @Test func `a good header is read`() throws {
        let header = try decode(good)
        #expect(header.issuer == "urn:uscc:X")
        #expect(header.subject == "S")
        #expect(header.issuedAt == 5)
        #expect(header.kind == .grant)
        #expect(header.encoded == CBORValue.map(good).encoded)
    }

    @Test(arguments: [1, 4, 15, 16, -70000] as [Int64])
    func `a header lacking any of its parameters is refused`(label: Int64) {
        #expect(throws: COSEError.missingLabel(label)) {
            try decode(good.filter { $0.key != CBORValue(label) })
        }
    }

    @Test(arguments: [170, 258, 259, 260, -70002 - 1, -70199] as [Int64])
    func `optional parameters are kept`(label: Int64) throws {
        let pair = CBORPair(label, .text("x"))
        #expect(try decode(good + [pair]).extra == [pair])
    }

    /// 395 and −70001 would let a statement pass for a receipt or a vote; `crit` would be ignored.
    @Test(
        arguments: [2, 3, 5, 17, 33, 394, 395, 396, -65537, -69999, -70001, -70002, -70200]
            as [Int64]
    )
    func `parameters that we have no use for are refused`(label: Int64) {
        #expect(throws: COSEError.unknownLabel(label)) {
            try decode(good + [CBORPair(label, .text("x"))])
        }
    }

    @Test func `a label that is no integer is refused`() {
        #expect(throws: COSEError.labelNotInteger) {
            try decode(good + [CBORPair(.text("x"), .null)])
        }
    }

    @Test func `an algorithm of no suite is refused`() {
        for algorithm in [-8, -9, -35, 0, 7] as [Int64] {
            #expect(throws: COSEError.unknownAlgorithm(algorithm)) {
                try decode(replacing(1, with: CBORValue(algorithm)))
            }
        }
    }

    @Test func `a type of others is refused`() {
        for type in ["application/json", "application/lianzheng-", "application/lianzheng-x"] {
            #expect(throws: COSEError.unknownType(type)) {
                try decode(replacing(16, with: .text(type)))
            }
        }
    }

    @Test func `a key identifier of another length is refused`() {
        #expect(throws: COSEError.encoding(.outOfRange(at: 0))) {
            try decode(replacing(4, with: .bytes([1, 2, 3])))
        }
    }

    @Test func `claims must be issuer, subject and time, and say something`() {
        let claims: [(CBORPair, COSEError)] = [
            (CBORPair(1, .text("")), .emptyClaim(label: 1)),
            (CBORPair(2, .text("")), .emptyClaim(label: 2)),
            (CBORPair(6, .text("now")), .encoding(.unexpectedType(at: 0))),
        ]
        for (spoiled, error) in claims {
            let rest: [CBORPair] = [
                CBORPair(1, .text("i")), CBORPair(2, .text("s")), CBORPair(6, .unsigned(5)),
            ].filter { $0.key != spoiled.key }
            #expect(throws: error) { try decode(replacing(15, with: .map(rest + [spoiled]))) }
        }
        let surplus: [CBORPair] = [
            CBORPair(1, .text("i")), CBORPair(2, .text("s")), CBORPair(4, .unsigned(9)),
            CBORPair(6, .unsigned(5)),
        ]
        #expect(throws: COSEError.unknownLabel(4)) {
            try decode(replacing(15, with: .map(surplus)))
        }
    }

    @Test func `every kind has a type of its own`() {
        for kind in StatementKind.allCases {
            #expect(StatementKind(contentType: kind.contentType) == kind)
        }
        #expect(StatementKind.grant.contentType == "application/lianzheng-grant")
    }

    private func replacing(_ label: Int64, with value: CBORValue) -> [CBORPair] {
        good.filter { $0.key != CBORValue(label) } + [CBORPair(label, value)]
    }

    private func decode(_ pairs: [CBORPair]) throws -> StatementHeader {
        try StatementHeader(decoding: CBORValue.map(pairs).encoded[...])
    }
}
