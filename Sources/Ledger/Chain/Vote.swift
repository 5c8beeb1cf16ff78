package import CBOR
package import Cryptography

/// One validator's signed statement.
///
/// Wire form: `[epoch, view, kind, header / null, signer, signature]`.
package struct Vote: Hashable, Sendable, Verifiable {
    /// What is stated.
    package let statement: VoteStatement
    /// The index of the validator that states it.
    package let signer: UInt64
    /// The signature over the statement.
    package let signature: Signature

    /// Assembles a vote.
    package init(statement: VoteStatement, signer: UInt64, signature: Signature) {
        self.statement = statement
        self.signer = signer
        self.signature = signature
    }

    /// Checks chain, epoch, signer and signature.
    package func verify(by electorate: Electorate) throws(ChainError) {
        try electorate.admit(statement)
        guard signer < UInt64(electorate.count) else { throw .unknownSigner(index: signer) }
        let message = statement.toBeSigned(electorate.chain.suite)
        guard electorate.isValid(signature, by: Int(signer), for: message) else {
            throw .badSignature(signer: signer)
        }
    }
}

// MARK: - Encoding

extension Vote {
    /// Appends the wire form.
    package func encode(into writer: inout CBORWriter) {
        writer.array(6)
        writer.unsigned(statement.epoch)
        writer.unsigned(statement.view)
        writer.text(statement.kind.rawValue)
        if let block = statement.block { block.encode(into: &writer) } else { writer.null() }
        writer.unsigned(signer)
        writer.byteString(signature)
    }

    /// Reads a vote; the signature is not yet checked.
    package init(from reader: inout CBORReader, chain: ChainIdentity) throws(ChainError) {
        let epoch: UInt64
        let view: UInt64
        do {
            try reader.array(count: 6)
            epoch = try reader.unsigned()
            view = try reader.unsigned()
        } catch { throw .encoding(error) }
        let kind = try VoteKind(from: &reader)
        let block = try HashedHeader?(nullableFrom: &reader, chain: chain)
        statement = try VoteStatement(
            kind: kind,
            chainID: chain.id,
            epoch: epoch,
            view: view,
            claiming: block
        )
        do {
            signer = try reader.unsigned()
            signature = try reader.signature()
        } catch { throw .encoding(error) }
    }
}

extension HashedHeader? {
    /// Reads a header or null.
    package init(nullableFrom reader: inout CBORReader, chain: ChainIdentity) throws(ChainError) {
        guard reader.nextIsNull else {
            self = try HashedHeader(from: &reader, chain: chain)
            return
        }
        do { try reader.null() } catch { throw .encoding(error) }
        self = nil
    }
}
