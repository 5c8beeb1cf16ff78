import CBOR
import COSE

extension EvidenceFile {
    /// No file of ours is longer, in bytes.
    package static let maximumByteCount = 4 << 20
    private static let maximumDisclosures = 1_024
    private static let maximumReceipts = 100

    /// The file's bytes.
    package var encoded: [UInt8] {
        var writer = CBORWriter(capacity: 8_192)
        writer.map(receipts.isEmpty ? 2 : 3)
        writer.integer(HeaderLabel.disclosures)
        writer.array(disclosures.count)
        for disclosure in disclosures { writer.byteString(disclosure.encoded) }
        if !receipts.isEmpty {
            writer.integer(HeaderLabel.receipts)
            writer.array(receipts.count)
            for receipt in receipts { writer.byteString(receipt.encoded) }
        }
        writer.integer(HeaderLabel.evidence)
        evidence.encode(into: &writer)
        return Sign1(
            protected: statement.protected,
            unprotected: writer.bytes[...],
            payload: statement.payload,
            signature: statement.signature
        ).encoded
    }

    /// Reads a file that fills the whole buffer; that it proves anything is not looked at.
    package init(decoding bytes: [UInt8]) throws(EvidenceError) {
        guard bytes.count <= Self.maximumByteCount else { throw .tooLong(byteCount: bytes.count) }
        let message: Sign1
        do {
            message = try Sign1(decoding: bytes[...])
            statement = try SignedStatement(emptying: message)
        } catch { throw .message(error) }
        var reader = CBORReader(message.unprotected)
        let count = try reading { () throws(CBORError) in try reader.map() }
        guard (2...3).contains(count) else { throw .encoding(.outOfRange(at: 0)) }
        try reader.expect(HeaderLabel.disclosures)
        disclosures = try Self.disclosures(from: &reader)
        receipts = []
        if count == 3 {
            try reader.expect(HeaderLabel.receipts)
            receipts = try Self.receipts(from: &reader)
        }
        try reader.expect(HeaderLabel.evidence)
        evidence = try LedgerEvidence(from: &reader)
        try reading { () throws(CBORError) in try reader.finish() }
    }

    private static func disclosures(
        from reader: inout CBORReader
    ) throws(EvidenceError) -> [Disclosure] {
        try reading { () throws(CBORError) in
            let start = reader.position
            let count = try reader.array()
            guard count <= maximumDisclosures else { throw .tooLong(at: start) }
            var disclosures: [Disclosure] = []
            for _ in 0..<count {
                disclosures.append(try Disclosure(decoding: try reader.byteString()))
            }
            return disclosures
        }
    }

    private static func receipts(from reader: inout CBORReader) throws(EvidenceError) -> [Receipt] {
        let start = reader.position
        let count = try reading { () throws(CBORError) in try reader.array() }
        guard (1...maximumReceipts).contains(count) else {
            throw .encoding(.outOfRange(at: start))
        }
        var receipts: [Receipt] = []
        for _ in 0..<count {
            let bytes = try reading { () throws(CBORError) in try reader.byteString() }
            do { receipts.append(try Receipt(decoding: bytes)) } catch { throw .message(error) }
        }
        return receipts
    }
}

extension CBORReader {
    /// Reads a label of the unprotected header, which must be this one.
    fileprivate mutating func expect(_ label: Int64) throws(EvidenceError) {
        let found: Int64
        do { found = try integer() } catch { throw .encoding(error) }
        guard found == label else { throw .message(.unknownLabel(found)) }
    }
}
