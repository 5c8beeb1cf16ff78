import CBOR
import Cryptography
import Ledger
import Merkle
import TestSupport
import Testing

@Suite struct PayloadTests {
    private static let digests = (0..<4).map { Suite.p256.digest([$0]) }

    private static let certificates = [
        CertificateClaims(
            issuer: "urn:uscc:11440399900004920C",
            subject: "1.2.3",
            issuedAt: 1,
            type: "CERT-04",
            fieldDigests: []
        ),
        CertificateClaims(
            issuer: "urn:uscc:11440399900004920C",
            subject: "1.2.3",
            expiry: 9,
            notBefore: 2,
            issuedAt: 1,
            documents: [
                DocumentDigest(algorithm: .p256, digest: digests[0], mediaType: "application/pdf"),
                DocumentDigest(algorithm: .sm2, digest: digests[1], mediaType: "application/ofd"),
            ],
            type: "CERT-04",
            supersedes: 77,
            fieldDigests: digests
        ),
    ]

    private static let change = StatusChange(
        leafIndex: 70_000,
        entry: digests[2],
        status: .suspended,
        reason: "整改",
        effectiveMs: 5
    )

    @Test func `a certificate's claims read back`() throws {
        for claims in Self.certificates {
            #expect(try CertificateClaims(decoding: claims.encoded[...]) == claims)
        }
    }

    @Test func `field digests are put in order, and refused out of order`() throws {
        let claims = Self.certificates[1]
        #expect(claims.fieldDigests == Self.digests.sorted())
        var bytes = claims.encoded
        let swapped = Array(bytes.suffix(68).suffix(34)) + Array(bytes.suffix(68).prefix(34))
        bytes.replaceSubrange(bytes.count - 68..<bytes.count, with: swapped)
        #expect(throws: CBORError.self) { try CertificateClaims(decoding: bytes[...]) }
    }

    @Test func `a claim that nobody knows is refused`() throws {
        let value = try CBORValue(decoding: Self.certificates[0].encoded)
        guard case .map(var pairs) = value else { throw CBORError.unexpectedType(at: 0) }
        pairs.append(CBORPair(.unsigned(7), .bytes([1])))
        let bytes = CBORValue.map(pairs).encoded
        #expect(throws: CBORError.self) { try CertificateClaims(decoding: bytes[...]) }
    }

    @Test func `the claims are in deterministic order`() throws {
        for claims in Self.certificates {
            #expect(try CBORValue(decoding: claims.encoded).encoded == claims.encoded)
        }
    }

    @Test func `a change of status reads back, and gives only statuses that can be given`() throws {
        #expect(try StatusChange(decoding: Self.change.encoded[...]) == Self.change)
        for status in [Status.notWithdrawable, .unallocated] {
            let change = StatusChange(
                leafIndex: 1,
                entry: .zero,
                status: status,
                reason: "",
                effectiveMs: 0
            )
            #expect(throws: CBORError.self) { try StatusChange(decoding: change.encoded[...]) }
        }
    }

    @Test func `a batch's payload reads back`() throws {
        let chain = try TestChain()
        let batch = try chain.plainBatch(chain.registrations(1...3)).batch
        #expect(try RecordBatch(decoding: batch.encoded[...]) == batch)
        #expect(batch.count == 3)
    }

    @Test func `what decodes from damaged payloads has those bytes`() throws {
        let chain = try TestChain()
        let batch = try chain.plainBatch(chain.registrations(1...2)).batch
        withSeeds(0..<5_000) { generator in
            let claims = generator.mutated(Self.certificates[Int(generator.next() % 2)].encoded)
            if let decoded = try? CertificateClaims(decoding: claims[...]) {
                guard decoded.encoded == claims else { return false }
            }
            let change = generator.mutated(Self.change.encoded)
            if let decoded = try? StatusChange(decoding: change[...]) {
                guard decoded.encoded == change else { return false }
            }
            let payload = generator.mutated(batch.encoded)
            guard let decoded = try? RecordBatch(decoding: payload[...]) else { return true }
            return decoded.encoded == payload
        }
    }
}

@Suite struct BlockBodyTests {
    private static let body = BlockBody([
        Submission(statement: [1, 2, 3]),
        Submission(statement: [], attachment: [UInt8](repeating: 7, count: 300)),
    ])

    @Test func `a body reads back`() throws {
        for body in [Self.body, .empty] {
            #expect(try BlockBody(decoding: body.encoded, limits: .standard) == body)
        }
    }

    @Test func `the bound on a submission's bytes is an upper one`() {
        let bound = Self.body.submissions.reduce(5) { $0 + $1.byteCount }
        #expect(Self.body.encoded.count <= bound)
    }

    @Test func `a body over its limits is refused`() {
        var limits = Limits.standard
        limits.blockBytes = UInt64(Self.body.encoded.count)
        limits.blockStatements = 2
        #expect(
            refusal { () throws(LedgerError) in
                try BlockBody(decoding: Self.body.encoded, limits: limits)
            } == nil
        )
        limits.blockStatements = 1
        #expect(
            refusal { () throws(LedgerError) in
                try BlockBody(decoding: Self.body.encoded, limits: limits)
            } == "ledger.overLimit"
        )
        limits.blockStatements = 2
        limits.blockBytes -= 1
        #expect(
            refusal { () throws(LedgerError) in
                try BlockBody(decoding: Self.body.encoded, limits: limits)
            } == "ledger.overLimit"
        )
    }

    @Test func `what decodes from damaged bytes has those bytes`() {
        withSeeds(0..<3_000) { generator in
            let mutant = generator.mutated(Self.body.encoded)
            guard let body = try? BlockBody(decoding: mutant, limits: .standard) else {
                return true
            }
            return body.encoded == mutant
        }
    }
}
