import COSE
import Cryptography
import Evidence
import Ledger
import Merkle
import Testing

/// Keys that the genesis does not know get their right from grants on the ledger.
@Suite struct GrantTests {
    private let officer = SigningKey(generating: .p256)
    private let deputy = SigningKey(generating: .p256)
    private let stranger = SigningKey(generating: .p256)

    @Test func `an officer's key is good through grants that lead to the genesis`() throws {
        let ledger = try TestLedger(.p256)
        let (after, file) = try issue(
            in: ledger,
            [ledger.grant(deputy, scope: .everything), ledger.grant(officer, by: deputy)]
        )
        #expect(after.verdict(on: file).conclusion == .valid)
        for missing in file.evidence.grants.indices {
            var partial = file
            partial.evidence.grants.remove(at: missing)
            #expect(after.verdict(on: partial).reason == .notIssuedBySource)
        }
    }

    @Test func `a grant for other types gives no right`() throws {
        let scope = Scope(categories: .all, certificates: .only(["CERT-01"]))
        try expectRefusal { [$0.grant(officer, scope: scope)] }
    }

    @Test func `a grant that has ended gives no right`() throws {
        try expectRefusal { [$0.grant(officer, notAfterMs: $0.nextMs)] }
        try expectRefusal {
            [
                $0.grant(deputy, scope: .everything, notAfterMs: $0.nextMs),
                $0.grant(officer, by: deputy),
            ]
        }
    }

    @Test func `a grant by a stranger gives no right`() throws {
        try expectRefusal { [$0.grant(officer, by: stranger)] }
    }

    @Test func `a grant by another member gives no right`() throws {
        try expectRefusal { [$0.grant(officer, by: $0.statKey)] }
        try expectRefusal { [$0.grant(officer, issuer: TestLedger.statUSCC, by: $0.statKey)] }
    }

    @Test func `a grant by an officer who may not grant gives no right`() throws {
        try expectRefusal { [$0.grant(deputy), $0.grant(officer, by: deputy)] }
    }

    @Test func `keys that grant one another give no right`() throws {
        try expectRefusal {
            [
                $0.grant(officer, scope: .everything, by: deputy),
                $0.grant(deputy, scope: .everything, by: officer),
            ]
        }
    }

    @Test func `a grant for another ledger gives no right`() throws {
        try expectRefusal { [$0.grant(officer, chainID: .zero)] }
    }

    @Test func `a grant that is not on the ledger gives no right`() throws {
        let ledger = try TestLedger(.p256)
        let (after, file) = try issue(in: ledger, [ledger.grant(officer)])
        var changed = file
        changed.evidence.grants = [after.proven(file.evidence.grants[0].statement, at: 0)]
        #expect(after.verdict(on: changed).reason == .notIssuedBySource)
    }

    @Test func `a grant that came after the certificate gives no right`() throws {
        var ledger = try TestLedger(.p256)
        let certificate = ledger.certificate(with: officer)
        let grant = ledger.grant(officer)
        let index = ledger.record(certificate.statement, grant)
        let grants = [ledger.proven(grant, at: index + 1)]
        let file = try ledger.file(certificate, at: index, grants: grants)
        #expect(ledger.verdict(on: file).reason == .notIssuedBySource)
    }

    private func expectRefusal(
        sourceLocation: SourceLocation = #_sourceLocation,
        _ grants: (TestLedger) -> [SignedStatement]
    ) throws {
        let ledger = try TestLedger(.p256)
        let (after, file) = try issue(in: ledger, grants(ledger))
        let reason = after.verdict(on: file).reason
        #expect(reason == .notIssuedBySource, sourceLocation: sourceLocation)
    }

    /// Records grants, and then a certificate signed by the officer.
    private func issue(
        in ledger: TestLedger,
        _ grants: [SignedStatement]
    ) throws -> (ledger: TestLedger, file: EvidenceFile) {
        var ledger = ledger
        let places = grants.map { ($0, ledger.record($0)) }
        let certificate = ledger.certificate(with: officer)
        let index = ledger.record(certificate.statement)
        let proven = places.map { ledger.proven($0, at: $1) }
        return (ledger, try ledger.file(certificate, at: index, grants: proven))
    }
}
