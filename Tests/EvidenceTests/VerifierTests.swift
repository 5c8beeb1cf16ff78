import CBOR
import COSE
import Cryptography
import Evidence
import JSON
import Ledger
import Merkle
import TestSupport
import Testing

@Suite struct VerifierTests {
    // MARK: - Valid files

    @Test(arguments: Suite.allCases)
    func `a file is valid by nothing but the genesis`(suite: Suite) throws {
        var ledger = try TestLedger(suite)
        let certificate = ledger.certificate()
        let index = ledger.record(certificate.statement)
        let file = try ledger.file(certificate, at: index)
        let verifier = try Verifier(genesis: ledger.genesisBytes)
        let now = ledger.header.timeMs + 90_000
        let verdict = verifier.verify(file.encoded, policy: VerificationPolicy(nowMs: now))
        #expect(verdict.conclusion == .valid)
        #expect(verdict.reason == nil)
        #expect(verdict.checks.allSatisfy { $0.isPassed })
        #expect(verdict.asOf?.height == 1)
        #expect(verdict.asOf?.timeMs == ledger.header.timeMs)
        #expect(verdict.asOf?.ageMs == 90_000)
        let summary = try #require(verdict.certificate)
        #expect(summary.issuerUSCC == TestLedger.taxUSCC)
        #expect(summary.typeNameZh == "无欠税证明")
        #expect(summary.leafIndex == 2)
        #expect(summary.fields.map(\.labelZh) == ["企业名称", "金额", "范围"])
        #expect(summary.fields.map(\.value) == ["示范制造有限公司", "1234.05 元", "ALL 全部税种"])
        #expect(summary.hiddenFieldCount == 0)
        #expect(summary.documents.map(\.algorithm) == ["SM3"])
    }

    @Test func `a later status anchor keeps an old certificate fresh`() throws {
        var (ledger, file) = try sample()
        for _ in 0..<20_000 { ledger.advance() }
        #expect(ledger.verdict(on: file).reason == .staleEvidence)
        let fresh = file.withRefreshedStatus(try ledger.status(of: file.leafIndex))
        #expect(ledger.verdict(on: fresh).conclusion == .valid)
        #expect(ledger.verdict(on: fresh).asOf?.height == 20_001)
    }

    @Test func `validators may change between genesis, recording and status`() throws {
        var ledger = try TestLedger(.p256)
        let first = try ledger.replaceValidators()
        let certificate = ledger.certificate()
        let index = ledger.record(certificate.statement)
        var file = try ledger.file(certificate, at: index)
        #expect(ledger.verdict(on: file).reason == .notFinal)
        file.evidence.hops = [first]
        #expect(ledger.verdict(on: file).conclusion == .valid)

        let second = try ledger.replaceValidators()
        ledger.advance()
        let status = try ledger.status(of: index)
        #expect(ledger.verdict(on: file.withRefreshedStatus(status)).reason == .notFinal)
        let led = file.withRefreshedStatus(status, hops: [first, second])
        #expect(ledger.verdict(on: led).conclusion == .valid)
        let swapped = file.withRefreshedStatus(status, hops: [second, first])
        #expect(ledger.verdict(on: swapped).reason == .notFinal)
    }

    @Test func `a change of validators that the last ones did not decide is refused`() throws {
        var genuine = try TestLedger(.p256)
        var forged = genuine
        let genuineHop = try genuine.replaceValidators()
        let forgedHop = try forged.replaceValidators()
        let certificate = forged.certificate()
        let index = forged.record(certificate.statement)
        var file = try forged.file(certificate, at: index)
        file.evidence.hops = [forgedHop]
        #expect(genuine.verdict(on: file).conclusion == .valid, "as if a quorum had decided it")

        let usurpers = forgedHop.nextValidators
        file.evidence.hops = [Hop(anchor: genuineHop.anchor, nextValidators: usurpers)]
        #expect(genuine.verdict(on: file).reason == .notFinal)
        let short = genuine.anchor(signers: [0, 1], header: forgedHop.anchor.header)
        file.evidence.hops = [Hop(anchor: short, nextValidators: usurpers)]
        #expect(genuine.verdict(on: file).reason == .notFinal)
    }

    @Test func `changes that a quorum decided lead to the newest validators, and others nowhere`()
        throws
    {
        var ledger = try TestLedger(.p256)
        let verifier = Verifier(ledger.genesis)
        #expect(verifier.validators(after: []) == ledger.genesis.validators)
        let hops = [try ledger.replaceValidators(), try ledger.replaceValidators()]
        let newest = try ValidatorSet(decoding: Array(hops[1].nextValidators))
        #expect(verifier.validators(after: hops) == newest)
        #expect(verifier.validators(after: Array(hops.reversed())) == nil)
        let short = ledger.anchor(signers: [0, 1], header: hops[0].anchor.header)
        let undecided = Hop(anchor: short, nextValidators: hops[0].nextValidators)
        #expect(verifier.validators(after: [undecided]) == nil)
        let usurped = Hop(anchor: hops[0].anchor, nextValidators: hops[1].nextValidators)
        #expect(verifier.validators(after: [usurped]) == nil)
    }

    @Test func `an epoch whose validators stay needs no set in its hop`() throws {
        var ledger = try TestLedger(.p256)
        var same = try ledger.keepValidators()
        #expect(!same.nextValidators.isEmpty)
        let certificate = ledger.certificate()
        let index = ledger.record(certificate.statement)
        var file = try ledger.file(certificate, at: index, hops: [same])
        #expect(ledger.verdict(on: file).conclusion == .valid)
        same = Hop(anchor: same.anchor, nextValidators: [])
        file.evidence.hops = [same]
        #expect(ledger.verdict(on: file).conclusion == .valid)
        let change = try ledger.replaceValidators()
        let unnamed = Hop(anchor: change.anchor, nextValidators: [])
        ledger.advance()
        let later = try ledger.status(of: index)
        #expect(
            ledger.verdict(on: file.withRefreshedStatus(later, hops: [same, change])).conclusion
                == .valid
        )
        #expect(
            ledger.verdict(on: file.withRefreshedStatus(later, hops: [same, unnamed])).reason
                == .notFinal
        )
    }

    @Test func `validators that were replaced decide no more`() throws {
        var (ledger, file) = try sample()
        let retired = ledger
        let hop = try ledger.replaceValidators()
        // The retired keys sign a block after the one that ended their epoch.
        var forged = retired
        forged.advance()
        forged.advance()
        file = file.withRefreshedStatus(try forged.status(of: file.leafIndex), hops: [hop])
        #expect(ledger.verdict(on: file).reason == .notFinal)
    }

    @Test func `a hundred validators decide by sixty-seven votes`() throws {
        var ledger = try TestLedger(.p256, validators: 100)
        let certificate = ledger.certificate()
        let index = ledger.record(certificate.statement)
        var file = try ledger.file(certificate, at: index)
        #expect(ledger.verdict(on: file).reason == .notFinal)
        let few = ledger.anchor(signers: Array(20..<86))
        (file.evidence.recorded, file.evidence.statusAnchor) = (few, few)
        #expect(ledger.verdict(on: file).reason == .notFinal)
        let enough = ledger.anchor(signers: Array(20..<87))
        (file.evidence.recorded, file.evidence.statusAnchor) = (enough, enough)
        #expect(ledger.verdict(on: file).conclusion == .valid)
    }

    @Test func `a refusal is genuine, and says that it is one`() throws {
        var ledger = try TestLedger(.p256)
        let certificate = ledger.certificate(isRefusal: true)
        let index = ledger.record(certificate.statement)
        let verdict = ledger.verdict(on: try ledger.file(certificate, at: index))
        #expect(verdict.conclusion == .valid)
        #expect(verdict.certificate?.isRefusal == true)
        let json = verdict.jsonValue(file: "-", ledger: nil)
        #expect(json["certificate"]?["isRefusal"] == true)
        #expect(try JSONSchema.ofVerdicts().violations(in: json) == [])
    }

    // MARK: - What a holder may do

    @Test func `a holder may strip any fields`() throws {
        let (ledger, file) = try sample()
        let verdict = ledger.verdict(on: file.keepingDisclosures(of: ["amount"]))
        #expect(verdict.conclusion == .valid)
        #expect(verdict.certificate?.fields.map(\.name) == ["amount"])
        #expect(verdict.certificate?.hiddenFieldCount == 2)
    }

    @Test func `a holder may add no field and change none`() throws {
        let (ledger, file) = try sample()
        var changed = file
        let old = file.disclosures[1]
        changed.disclosures[1] = Disclosure(salt: old.salt, key: old.key, value: .unsigned(0))
        #expect(ledger.verdict(on: changed).reason == .foreignDisclosure)
        var doubled = file
        doubled.disclosures.append(old)
        #expect(ledger.verdict(on: doubled).reason == .foreignDisclosure)
    }

    @Test(arguments: [CBORValue.text("amount"), .text("7"), .unsigned(7)])
    func `a field is shown once, whatever the issuer signed`(key: CBORValue) throws {
        var ledger = try TestLedger(.p256)
        let certificate = ledger.certificate(
            further: [
                Disclosure(salt: [UInt8](repeating: 8, count: 16), key: key, value: .unsigned(0)),
                Disclosure(
                    salt: [UInt8](repeating: 9, count: 16),
                    key: .unsigned(7),
                    value: .unsigned(1)
                ),
            ]
        )
        let index = ledger.record(certificate.statement)
        var file = try ledger.file(certificate, at: index)
        #expect(ledger.verdict(on: file).reason == .contradictory)
        file.disclosures.removeAll { $0.salt[0] == 8 }
        #expect(ledger.verdict(on: file).conclusion == .valid, "the holder chooses which")
    }

    // MARK: - The issuer

    @Test func `a certificate by another agency is not the source's`() throws {
        var ledger = try TestLedger(.p256)
        let certificate = ledger.certificate(issuer: TestLedger.statUSCC, with: ledger.statKey)
        let index = ledger.record(certificate.statement)
        let verdict = ledger.verdict(on: try ledger.file(certificate, at: index))
        #expect(verdict.reason == .notIssuedBySource)
        #expect(verdict.certificate == nil)
    }

    @Test func `a key of one agency cannot sign for another`() throws {
        var ledger = try TestLedger(.p256)
        let certificate = ledger.certificate(with: ledger.statKey)
        let index = ledger.record(certificate.statement)
        let verdict = ledger.verdict(on: try ledger.file(certificate, at: index))
        #expect(verdict.reason == .notIssuedBySource)
    }

    @Test func `a key that nobody granted signs in vain`() throws {
        var ledger = try TestLedger(.p256)
        let certificate = ledger.certificate(with: SigningKey(generating: .p256))
        let index = ledger.record(certificate.statement)
        let verdict = ledger.verdict(on: try ledger.file(certificate, at: index))
        #expect(verdict.reason == .notIssuedBySource)
    }

    @Test func `a type that the genesis does not know is refused`() throws {
        var ledger = try TestLedger(.p256)
        let certificate = ledger.certificate(type: "CERT-99")
        let index = ledger.record(certificate.statement)
        let verdict = ledger.verdict(on: try ledger.file(certificate, at: index))
        #expect(verdict.reason == .notIssuedBySource)
    }

    @Test func `an agency cannot sign in the name of another`() throws {
        var ledger = try TestLedger(.p256)
        let certificate = ledger.certificate(issuer: TestLedger.statUSCC, with: ledger.taxKey)
        let index = ledger.record(certificate.statement)
        let verdict = ledger.verdict(on: try ledger.file(certificate, at: index))
        #expect(verdict.reason == .notIssuedBySource)
    }

    // MARK: - Helpers

    private func sample() throws -> (ledger: TestLedger, file: EvidenceFile) {
        var ledger = try TestLedger(.p256)
        let certificate = ledger.certificate()
        let index = ledger.record(certificate.statement)
        return (ledger, try ledger.file(certificate, at: index))
    }
}
