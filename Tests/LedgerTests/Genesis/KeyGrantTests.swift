import Cryptography
import Ledger
import TestSupport
import Testing

@Suite struct KeyGrantTests {
    private static let grants = [
        KeyGrant(member: "TAX", key: TestKeys.key("TAX").publicKey, scope: .everything),
        KeyGrant(
            member: "BANK-A",
            key: TestKeys.key("officer").publicKey,
            scope: Scope(categories: .only(["LOAN-017"]), certificates: .only([])),
            notAfterMs: 1_800_000_000_000
        ),
    ]

    @Test func `a grant reads back`() throws {
        for grant in Self.grants {
            #expect(try KeyGrant(decoding: grant.encoded[...]) == grant)
        }
    }

    @Test func `a grant ends at its time and not before`() {
        #expect(!Self.grants[0].isExpired(at: .max))
        #expect(!Self.grants[1].isExpired(at: 1_799_999_999_999))
        #expect(Self.grants[1].isExpired(at: 1_800_000_000_000))
    }

    @Test func `a scope reaches what it names`() {
        let scope = Self.grants[1].scope
        #expect(scope.categories.contains("LOAN-017"))
        #expect(!scope.categories.contains("LOAN-01"))
        #expect(!scope.certificates.contains("CERT-14"))
        #expect(Scope.everything.certificates.contains("CERT-14"))
    }

    @Test func `what decodes from damaged bytes has those bytes`() {
        withSeeds(0..<3_000) { generator in
            let mutant = generator.mutated(Self.grants[Int(generator.next() % 2)].encoded)
            guard let grant = try? KeyGrant(decoding: mutant[...]) else { return true }
            return grant.encoded == mutant
        }
    }
}
