package import CBOR
package import Cryptography

/// A statement signed by n − f validators: a notarization, a nullification or a finalization.
///
/// Wire form `[epoch, view, kind, header-hash / null, bitmap, [+ signature]]`, signatures in index
/// order. It names its block by hash; where it travels alone, the header goes before it (see
/// ``encodeWithHeader(into:)``).
///
/// Two proofs of the same statement may have different signers, so a proof is never hashed into
/// anything.
package struct QuorumProof: Hashable, Sendable, Verifiable {
    /// What the validators state.
    package let statement: VoteStatement
    /// Who signed.
    package let signers: SignerBitmap
    /// Their signatures, in index order.
    package let signatures: [Signature]

    /// Assembles a proof.
    package init(statement: VoteStatement, signers: SignerBitmap, signatures: [Signature]) {
        self.statement = statement
        self.signers = signers
        self.signatures = signatures
    }

    /// Notarize, nullify or finalize.
    package var kind: VoteKind { statement.kind }
    /// The view the votes were cast in.
    package var view: UInt64 { statement.view }
    /// The block voted on; nil for nullifications.
    package var block: HashedHeader? { statement.block }

    /// Checks chain, epoch, bitmap, quorum and every signature.
    package func verify(by electorate: Electorate) throws(ChainError) {
        let message = statement.toBeSigned(electorate.chain.suite)
        for (signer, signature) in zip(try signers(among: electorate), signatures) {
            guard electorate.isValid(signature, by: signer, for: message) else {
                throw .badSignature(signer: UInt64(signer))
            }
        }
    }

    /// Checks all but the signatures: chain, epoch, bitmap and quorum; returns who claims to have
    /// signed, in the order of the signatures.
    package func signers(among electorate: Electorate) throws(ChainError) -> [Int] {
        try electorate.admit(statement)
        guard signers.count == electorate.count else { throw .malformedBitmap }
        let members = signers.members
        guard members.count >= electorate.quorum else {
            throw .belowQuorum(expected: electorate.quorum, found: members.count)
        }
        guard signatures.count == members.count else {
            throw .signatureCount(expected: members.count, found: signatures.count)
        }
        return members
    }

    /// The votes the proof was combined from, in index order.
    package var votes: [Vote] {
        zip(signers.members, signatures).map { signer, signature in
            Vote(statement: statement, signer: UInt64(signer), signature: signature)
        }
    }
}

// MARK: - Encoding

extension QuorumProof {
    /// The wire form.
    package var encoded: [UInt8] {
        var writer = CBORWriter(capacity: 80 + signatures.count * 66)
        encode(into: &writer)
        return writer.bytes
    }

    /// Appends the wire form, which names the block by its hash.
    package func encode(into writer: inout CBORWriter) {
        writer.array(6)
        writer.unsigned(statement.epoch)
        writer.unsigned(view)
        writer.text(kind.rawValue)
        if let block { writer.byteString(block.hash) } else { writer.null() }
        writer.byteString(signers.bytes)
        writer.array(signatures.count)
        for signature in signatures { writer.byteString(signature) }
    }

    /// Appends `[header / null, proof]`, which needs nothing else to be checked.
    package func encodeWithHeader(into writer: inout CBORWriter) {
        writer.array(2)
        if let block { block.encode(into: &writer) } else { writer.null() }
        encode(into: &writer)
    }

    /// Reads `[header / null, proof]`; the signatures are not yet checked.
    package init(
        withHeaderFrom reader: inout CBORReader,
        chain: ChainIdentity,
        validatorCount: Int
    ) throws(ChainError) {
        do { try reader.array(count: 2) } catch { throw .encoding(error) }
        let block = try HashedHeader?(nullableFrom: &reader, chain: chain)
        try self.init(
            from: &reader,
            block: block,
            chain: chain,
            validatorCount: validatorCount
        )
    }

    /// Reads a proof about a block whose header is at hand; the signatures are not yet checked.
    ///
    /// `block` is the block the proof must name, nil for a nullification.
    package init(
        from reader: inout CBORReader,
        block: HashedHeader?,
        chain: ChainIdentity,
        validatorCount: Int
    ) throws(ChainError) {
        let epoch: UInt64
        let view: UInt64
        do {
            try reader.array(count: 6)
            epoch = try reader.unsigned()
            view = try reader.unsigned()
        } catch { throw .encoding(error) }
        let kind = try VoteKind(from: &reader)
        guard try Self.hash(from: &reader) == block?.hash else { throw .blockMismatch }
        statement = try VoteStatement(
            kind: kind,
            chainID: chain.id,
            epoch: epoch,
            view: view,
            claiming: block
        )
        signers = try Self.signers(from: &reader, count: validatorCount)
        signatures = try Self.signatures(from: &reader, count: signers.memberCount)
    }

    private static func hash(from reader: inout CBORReader) throws(ChainError) -> Digest? {
        do {
            guard reader.nextIsNull else { return try reader.digest() }
            try reader.null()
            return nil
        } catch { throw .encoding(error) }
    }

    private static func signers(
        from reader: inout CBORReader,
        count: Int
    ) throws(ChainError) -> SignerBitmap {
        let bytes: ArraySlice<UInt8>
        do { bytes = try reader.byteString() } catch { throw .encoding(error) }
        guard bytes.count == SignerBitmap.byteCount(for: count),
            let signers = SignerBitmap(Array(bytes), count: count)
        else { throw .malformedBitmap }
        return signers
    }

    private static func signatures(
        from reader: inout CBORReader,
        count: Int
    ) throws(ChainError) -> [Signature] {
        let found: Int
        do { found = try reader.array() } catch { throw .encoding(error) }
        guard found == count else { throw .signatureCount(expected: count, found: found) }
        var signatures: [Signature] = []
        signatures.reserveCapacity(count)
        do {
            for _ in 0..<count { signatures.append(try reader.signature()) }
        } catch { throw .encoding(error) }
        return signatures
    }
}
