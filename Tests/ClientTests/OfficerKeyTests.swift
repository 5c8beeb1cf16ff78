import CBOR
import COSE
import Catalogue
import Client
import Cryptography
import Evidence
import JSON
import Ledger
import Testing

/// Officers' keys that an administration grants and withdraws, by the ledger's own rules.
@Suite struct OfficerKeyTests {
    private let clerk = SigningKey(generating: .p256)

    @Test func `what an officer signed before the key was withdrawn stays valid`() throws {
        var district = try TestDistrict()
        let grant = try granted(["CERT-04"], in: &district)
        let issued = try issue("CERT-04", in: &district)
        let revocation = try revocation(of: grant, in: district)
        try district.record(revocation)
        let file = try district.file(
            issued.statement,
            issued.disclosures,
            at: issued.leafIndex,
            grants: [grant]
        )
        #expect(district.verdict(file).conclusion == .valid)
        let bare = try district.file(issued.statement, issued.disclosures, at: issued.leafIndex)
        #expect(district.verdict(bare).conclusion == .invalid, "the grant is the evidence")
    }

    @Test func `what a withdrawn key signs is refused`() throws {
        var district = try TestDistrict()
        let grant = try granted(["CERT-04"], in: &district)
        try district.record(try revocation(of: grant, in: district))
        let error = #expect(throws: LedgerError.self) { try issue("CERT-04", in: &district) }
        #expect(error?.code == "ledger.keyRevoked")
    }

    @Test func `what an expired key signs is refused`() throws {
        var district = try TestDistrict()
        _ = try granted(["CERT-04"], notAfterMs: district.nowMs + 15_000, in: &district)
        let error = #expect(throws: LedgerError.self) { try issue("CERT-04", in: &district) }
        #expect(error?.code == "ledger.keyExpired")
    }

    @Test func `what is out of a key's scope is refused`() throws {
        var district = try TestDistrict()
        _ = try granted(["CERT-05"], in: &district)
        let error = #expect(throws: LedgerError.self) { try issue("CERT-04", in: &district) }
        #expect(error?.code == "ledger.outOfScope")
    }

    @Test func `an order names codes that exist, and a key of the chain's curve`() throws {
        let edition = CatalogueEdition(try Demonstration.catalogue())
        func order(_ key: String, _ types: [String]) throws(ClientError) -> GrantOrder {
            try GrantOrder(
                key: key,
                categories: [],
                certificates: types,
                administration: false,
                lastDay: CalendarDay("2027-12-31"),
                edition: edition,
                suite: .p256
            )
        }
        let digits = clerk.publicKey.bytes.hexadecimal
        let good = try order(digits, ["CERT-04,CERT-05"])
        #expect(good.key == clerk.publicKey)
        #expect(good.scope.certificates == .only(["CERT-04", "CERT-05"]))
        #expect(good.scope.categories == .only([]))
        #expect(good.notAfterMs == 1_830_268_800_000, "the last day is whole")
        #expect(try order(digits, ["all"]).scope.certificates == .all)
        #expect(throws: ClientError.self) { try order(digits, ["CERT-99"]) }
        let other = SigningKey(generating: .sm2).publicKey.bytes.hexadecimal
        #expect(throws: ClientError.self) { try order(other, ["CERT-04"]) }
    }

    // MARK: - Doing

    private typealias Recorded = (statement: SignedStatement, leafIndex: UInt64)

    private func administrator(_ district: TestDistrict) throws -> Signer {
        try district.network.administrator(try district.network.member("TAX"))
    }

    private func granted(
        _ types: [String],
        notAfterMs: UInt64? = nil,
        in district: inout TestDistrict
    ) throws -> Recorded {
        let statement = try administrator(district).grant(
            clerk.publicKey,
            to: try district.network.member("TAX"),
            scope: Scope(categories: .only([]), certificates: .only(types)),
            notAfterMs: notAfterMs,
            at: district.nowMs / 1_000
        )
        return (statement, try district.record(statement))
    }

    private func revocation(
        of grant: Recorded,
        in district: TestDistrict
    ) throws -> SignedStatement {
        let key = OfficerKey(
            identifier: clerk.identifier,
            scope: .everything,
            notAfterMs: nil,
            state: "valid",
            leafIndex: grant.leafIndex,
            entry: grant.statement.entry(.p256)
        )
        return key.revocation(
            reason: "调离岗位",
            by: try administrator(district),
            nowMs: district.nowMs
        )
    }

    private func issue(
        _ code: String,
        in district: inout TestDistrict
    ) throws -> (statement: SignedStatement, disclosures: [Disclosure], leafIndex: UInt64) {
        let examples = try NetworkFolder.document(
            Demonstration.data.path + "/examples/certificates.json"
        )
        let type = try #require(district.catalogue.certificateType(code))
        let member = try district.network.member("TAX")
        let draft = try CertificateDraft(
            type: type,
            members: try #require(examples["valid"]?[code]?.object),
            issuer: member,
            nowMs: district.nowMs,
            name: code
        )
        let signer = Signer(member, key: clerk, chain: district.genesis.chain)
        let signed = draft.sign(by: signer, at: district.nowMs / 1_000)
        return (signed.statement, signed.disclosures, try district.record(signed.statement))
    }
}
