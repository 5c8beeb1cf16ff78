import CBOR
import COSE
import Catalogue
import Client
import Cryptography
import Evidence
import Ledger
import NodeCore
import Testing

/// From the issuer's deposit to the file that a holder fetched, by what travels between them.
@Suite struct VaultDepositTests {
    @Test(arguments: [Cryptography.Suite.p256, .sm2])
    func `what an issuer leaves, its holder opens, and a stranger finds the file valid`(
        suite: Cryptography.Suite
    ) throws {
        var district = try TestDistrict(suite)
        let issued = try district.issue("CERT-04")
        let identifier = issued.draft.identifier.text
        let context = VaultContext(identifier, chain: district.genesis.chain)
        let code = ClaimCode.random()
        let holder = SigningKey(generating: suite)
        let entry = try VaultEntry(
            issued.file.disclosures,
            code: code,
            holder: holder.publicKey,
            context: context
        )
        let statement = issued.signer.deposit(entry, at: "tax")
        #expect(statement.header.kind == .deposit && statement.header.subject == identifier)
        let kept = try VaultDeposit(decoding: statement.payload)
        #expect(kept.node == "tax" && kept.entry == entry)
        let typed = try ClaimCode(code.text.lowercased())
        let keys = ClaimKeys(typed, certificate: identifier, chain: context.chain)
        #expect(kept.entry.tokenDigest == suite.digest(keys.token))
        let sealed = try SealedFields(decoding: kept.entry.sealed)
        for disclosures in [
            try sealed.open(by: keys, context: context),
            try sealed.open(with: holder, context: context),
        ] {
            let file = try district.file(
                issued.file.statement,
                disclosures,
                at: issued.leafIndex
            )
            #expect(disclosures == issued.file.disclosures)
            #expect(district.verdict(file).conclusion == .valid)
        }
    }

    @Test func `the largest certificate fits in an entry`() throws {
        let fields = (0..<64).map { index in
            ("field\(index)", CBORValue.text(String(repeating: "长", count: 200)))
        }
        let disclosures = Disclosure.make(
            fields: fields.map { (name: $0.0, value: $0.1) },
            salts: fields.map { _ in SecureRandom.bytes(Disclosure.saltByteCount) }
        )
        let chain = ChainIdentity(id: Suite.sm2.digest([1]), suite: .sm2)
        let entry = try VaultEntry(
            disclosures,
            code: .random(),
            context: VaultContext("1.2", chain: chain)
        )
        #expect(try VaultEntry(decoding: entry.encoded) == entry)
    }
}
