import CBOR
import Catalogue
import Cryptography
import Ledger
import TestSupport
import Testing

@Suite struct RecordTests {
    private static let tag = must(Tag([UInt8](0..<16)))
    private static let commitment = Suite.p256.digest([1, 2, 3])

    private static let samples: [(record: Record, form: LedgerForm)] = [
        (record(.add, .clear("91440399000000019Q"), .plain(fields: [0xa1, 0x00, 0x01])), .plain),
        (
            record(.correct, .tag(tag), .sealed(commitment: commitment, ciphertext: [9, 9])),
            .sealed
        ),
        (record(.add, .tag(tag), .committed(commitment)), .digest),
        (record(.add, .tag(tag), .committed(commitment)), .compute),
        (record(.void, .tag(tag), .void), .digest),
        (record(.void, .clear("440399"), .void), .plain),
    ]

    private static func record(
        _ operation: RecordOperation,
        _ subject: Record.Subject,
        _ body: Record.Body
    ) -> Record {
        Record(
            operation: operation,
            keyTag: tag,
            subject: subject,
            effectiveMs: -86_400_000,
            period: operation == .add ? "2025-06" : nil,
            body: body
        )
    }

    @Test func `a record of each form reads back`() throws {
        for (record, form) in Self.samples {
            let bytes = record.encoded(form: form)
            #expect(try Record(decoding: bytes[...], form: form) == record)
        }
    }

    @Test func `a record of another form than the batch's is refused`() {
        for (record, form) in Self.samples {
            let bytes = record.encoded(form: form)
            for other in LedgerForm.allCases where other != form {
                #expect(throws: CBORError.self) { try Record(decoding: bytes[...], form: other) }
            }
        }
    }

    @Test func `a void with a body, and another record without one, are refused`() throws {
        let void = Self.record(.void, .tag(Self.tag), .committed(Self.commitment))
        let empty = Self.record(.add, .tag(Self.tag), .void)
        for record in [void, empty] {
            let bytes = record.encoded(form: .digest)
            #expect(throws: CBORError.self) { try Record(decoding: bytes[...], form: .digest) }
        }
    }

    @Test func `what decodes from damaged bytes has those bytes`() {
        withSeeds(0..<5_000) { generator in
            let (record, form) = Self.samples[Int(generator.next() % 6)]
            let mutant = generator.mutated(record.encoded(form: form))
            guard let decoded = try? Record(decoding: mutant[...], form: form) else { return true }
            return decoded.encoded(form: form) == mutant
        }
    }
}

@Suite struct TagTests {
    @Test func `a tag is sixteen bytes in their order`() {
        let bytes = [UInt8](100..<116)
        #expect(Tag(bytes)?.bytes == bytes)
        #expect(Tag(bytes.dropLast()) == nil)
        #expect(Tag(bytes + [0]) == nil)
    }

    @Test func `a tag of a digest is its beginning`() {
        let digest = Suite.sm2.digest([7])
        #expect(Tag(prefixOf: digest).bytes == Array(digest.bytes.prefix(16)))
        #expect(Tag(of: "abc", suite: .sm2) == Tag(prefixOf: Suite.sm2.digest(Array("abc".utf8))))
    }
}
