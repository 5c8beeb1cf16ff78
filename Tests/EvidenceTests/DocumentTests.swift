import Cryptography
import Evidence
import Ledger
import Testing

/// The PDF or OFD that goes with a certificate.
@Suite struct DocumentTests {
    private let pdf = Array("%PDF-1.7 示范".utf8)
    private let ofd = Array("PK OFD".utf8)

    private func verdict(
        on document: [UInt8],
        _ digests: [DocumentDigest]
    ) throws -> Verdict {
        var ledger = try TestLedger(.p256)
        let certificate = ledger.certificate(documents: digests)
        let index = ledger.record(certificate.statement)
        let file = try ledger.file(certificate, at: index)
        let policy = VerificationPolicy(nowMs: ledger.header.timeMs + 60_000)
        return Verifier(ledger.genesis).verify(file.encoded, document: document, policy: policy)
    }

    private func digest(_ document: [UInt8], _ suite: Suite, _ type: String) -> DocumentDigest {
        DocumentDigest(algorithm: suite, digest: suite.digest(document), mediaType: type)
    }

    @Test func `each document of a certificate is recognized by all of its digests`() throws {
        let digests = [
            digest(pdf, .p256, "application/pdf"), digest(pdf, .sm2, "application/pdf"),
            digest(ofd, .sm2, "application/ofd"),
        ]
        #expect(try verdict(on: pdf, digests).conclusion == .valid)
        #expect(try verdict(on: ofd, digests).conclusion == .valid)
    }

    @Test func `another document is refused, and so is any for a certificate without one`() throws {
        let digests = [digest(pdf, .p256, "application/pdf")]
        #expect(try verdict(on: pdf + [0], digests).reason == .foreignDocument)
        #expect(try verdict(on: [], digests).reason == .foreignDocument)
        #expect(try verdict(on: pdf, []).reason == .foreignDocument)
    }

    @Test func `a document must match the digests of both algorithms`() throws {
        let digests = [
            digest(pdf, .p256, "application/pdf"), digest(ofd, .sm2, "application/pdf"),
        ]
        #expect(try verdict(on: pdf, digests).reason == .foreignDocument)
    }
}
