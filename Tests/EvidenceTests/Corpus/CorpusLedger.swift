import COSE
import CBOR
import Cryptography
import Evidence
import Ledger
import Merkle

/// A ledger of three epochs, and the good files that the corpus spoils.
///
///     epoch 0   before, filler, old │ two days │ deputy's and officer's grant, main │ boundary
///     epoch 1   officer's certificate, main suspended                               │ boundary
///     epoch 2   main resumed, one block more
struct CorpusLedger {
    var ledger: TestLedger
    let officer: SigningKey
    let deputy: SigningKey
    /// The certificate that `main` is the file of.
    let certificate: (statement: SignedStatement, disclosures: [Disclosure])
    /// Recorded and proven within epoch 0.
    let plain: EvidenceFile
    /// Recorded in epoch 0, its status proven in epoch 2 with an event; with receipts.
    let main: EvidenceFile
    /// Signed by an officer whose deputy was granted its key by the genesis's; recorded in epoch 1.
    let granted: EvidenceFile
    /// Drafted by the officer, whose grant is in the file, and approved by another key.
    let approved: EvidenceFile
    /// Issued by a member that a proposal admitted; recorded and proven in epoch 2.
    let admitted: EvidenceFile
    /// Of a type that a proposal adopted; recorded and proven in epoch 2.
    let adopted: EvidenceFile
    /// Recorded two days before the last block, and never refreshed.
    let stale: EvidenceFile

    init(_ suite: Suite) throws {
        var ledger = try TestLedger(suite)
        officer = SigningKey(generating: suite)
        deputy = SigningKey(generating: suite)
        ledger.record(ledger.certificate("1.2.156.3005.2.BEFORE").statement)
        ledger.fill(600)
        let old = ledger.certificate("1.2.156.3005.2.OLD")
        let oldIndex = ledger.record(old.statement)
        stale = try ledger.file(old, at: oldIndex)
        ledger.blockIntervalMs = 2 * 86_400_000
        ledger.advance()
        ledger.blockIntervalMs = 10_000

        let deputyGrant = ledger.grant(deputy, scope: .everything)
        let deputyIndex = ledger.record(deputyGrant)
        let officerGrant = ledger.grant(officer, by: deputy)
        let officerIndex = ledger.record(officerGrant)
        let seconds = ledger.nextMs / 1_000
        certificate = ledger.certificate(
            "1.2.156.3005.2.MAIN",
            notBefore: seconds - 60,
            expiry: seconds + 86_400 * 365,
            supersedes: 2
        )
        let mainIndex = ledger.record(certificate.statement)
        let mainHeader = ledger.header
        plain = try ledger.file(certificate, at: mainIndex)
        let validators = ledger.validators
        let first = try ledger.replaceValidators()

        let officers = ledger.certificate("1.2.156.3005.2.OFFICER", with: officer)
        let officersIndex = ledger.record(officers.statement)
        let officersHeader = ledger.header
        _ = ledger.change(mainIndex, of: certificate.statement, to: .suspended)
        let second = try ledger.replaceValidators()
        let resumed = ledger.change(mainIndex, of: certificate.statement, to: .valid)
        ledger.advance()

        let hops = [first, second]
        main = try ledger.file(
            certificate,
            at: mainIndex,
            in: mainHeader,
            hops: hops,
            event: ledger.proven(resumed.statement, at: resumed.leafIndex)
        ).withReceipts(of: validators, chain: ledger.genesis.chain)
        granted = try ledger.file(
            officers,
            at: officersIndex,
            in: officersHeader,
            hops: hops,
            grants: [
                ledger.proven(officerGrant, at: officerIndex, by: officersHeader),
                ledger.proven(deputyGrant, at: deputyIndex, by: officersHeader),
            ]
        )
        approved = try Self.approved(in: ledger, hops, by: SigningKey(generating: suite))
        admitted = try Self.admitted(in: ledger, hops)
        adopted = try Self.adopted(in: ledger, hops, issuer: "TAX")
        self.ledger = ledger
    }

    /// A certificate that an officer drafted, on a ledger that goes on without it.
    private static func approved(
        in ledger: TestLedger,
        _ hops: [Hop],
        by officer: SigningKey
    ) throws -> EvidenceFile {
        var ledger = ledger
        let scope = Scope(categories: .only([]), certificates: .only(["CERT-09"]))
        let grant = ledger.grant(officer, scope: scope)
        let place = ledger.record(grant)
        let certificate = ledger.approved(draftedBy: officer)
        let index = ledger.record(certificate.statement)
        return try ledger.file(
            certificate,
            at: index,
            hops: hops,
            grants: [ledger.proven(grant, at: place)]
        )
    }

    /// A certificate of a type that members of a role issue, on a ledger that goes on without it.
    static func adopted(
        in ledger: TestLedger,
        _ hops: [Hop],
        issuer: String
    ) throws -> EvidenceFile {
        var ledger = ledger
        let json = """
            {"name_zh": "新证", "name_en": "New", "issuer": "\(issuer)", "fields": []}
            """
        let row = CatalogueRow(code: "CERT-21", version: 1, json: json)
        let proposal = ledger.proposal(.certificateType(row))
        let place = ledger.record(proposal)
        let certificate = ledger.certificate("1.2.156.3005.2.ADOPTED", type: "CERT-21")
        let index = ledger.record(certificate.statement)
        return try ledger.file(
            certificate,
            at: index,
            hops: hops,
            grants: [ledger.proven(proposal, at: place)]
        )
    }

    /// A newcomer's certificate, on a ledger that goes on from there without it.
    private static func admitted(in ledger: TestLedger, _ hops: [Hop]) throws -> EvidenceFile {
        var ledger = ledger
        let founding = SigningKey(generating: ledger.suite)
        let uscc = "11440399900009920C"
        let newcomer = Member(
            code: "TAX-2",
            role: "TAX",
            nameZh: "新区税务局",
            nameEn: "New Tax",
            uscc: uscc
        )
        let statements = [
            ledger.grant(
                founding,
                member: "TAX-2",
                scope: .everything,
                issuer: uscc,
                by: founding
            ),
            ledger.proposal(.admitMember(newcomer, key: founding.publicKey)),
        ]
        let admission = ledger.record(statements[1])
        let own = ledger.record(statements[0])
        let certificate = ledger.certificate("1.2.156.3005.2.NEW", issuer: uscc, with: founding)
        let index = ledger.record(certificate.statement)
        return try ledger.file(
            certificate,
            at: index,
            hops: hops,
            grants: [
                ledger.proven(statements[0], at: own),
                ledger.proven(statements[1], at: admission),
            ]
        )
    }

    /// When every file of the corpus is verified, in milliseconds since 1970.
    var nowMs: UInt64 { ledger.header.timeMs + 60_000 }

    func verdict(on file: CorpusFile) -> Verdict {
        Verifier(ledger.genesis).verify(
            file.bytes,
            policy: VerificationPolicy(nowMs: nowMs, atMs: file.atMs)
        )
    }
}
