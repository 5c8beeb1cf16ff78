import CBOR
package import COSE
package import Merkle

/// A further statement of the ledger with the proof that it is recorded.
///
///     [ << statement >>, [ tree-size, leaf-index, path ] ]
package struct RecordedStatement: Hashable, Sendable {
    /// The statement.
    package let statement: SignedStatement
    /// The proof against one of the file's anchors.
    package let inclusion: InclusionProof

    /// A statement with its proof.
    package init(statement: SignedStatement, inclusion: InclusionProof) {
        self.statement = statement
        self.inclusion = inclusion
    }

    /// A statement with its proof, as a node gives them.
    package init(statement: [UInt8], inclusion: [UInt8]) throws(EvidenceError) {
        do { self.statement = try SignedStatement(decoding: statement) } catch {
            throw .message(error)
        }
        self.inclusion = try InclusionProof(whole: inclusion)
    }

    func encode(into writer: inout CBORWriter) {
        writer.array(2)
        writer.byteString(statement.encoded)
        inclusion.encode(into: &writer)
    }

    init(from reader: inout CBORReader) throws(EvidenceError) {
        let bytes = try reading { () throws(CBORError) in
            try reader.array(count: 2)
            return try reader.byteString()
        }
        do { statement = try SignedStatement(decoding: bytes) } catch { throw .message(error) }
        inclusion = try reading { () throws(CBORError) in try InclusionProof(from: &reader) }
    }
}

extension InclusionProof {
    /// Reads a proof that fills the whole buffer.
    init(whole bytes: [UInt8]) throws(EvidenceError) {
        var reader = CBORReader(bytes)
        self = try reading { () throws(CBORError) in
            let proof = try InclusionProof(from: &reader)
            try reader.finish()
            return proof
        }
    }
}

extension StatusProof {
    /// Reads a proof that fills the whole buffer.
    init(whole bytes: [UInt8]) throws(EvidenceError) {
        var reader = CBORReader(bytes)
        self = try reading { () throws(CBORError) in
            let proof = try StatusProof(from: &reader)
            try reader.finish()
            return proof
        }
    }
}
