import CBOR
import Client
import Cryptography
import Evidence
import Ledger
import TestSupport
import Testing

/// Fields in a vault: what opens them, and what does not.
@Suite struct SealedFieldsTests {
    private static let certificate = "1.2.156.3005.2.x"
    private static let code = ClaimCode(random: (1...19).map { UInt8($0) })

    private static let disclosures = Disclosure.make(
        fields: [("holder_name", .text("示范制造有限公司")), ("grade", .unsigned(3))],
        salts: [[UInt8](repeating: 1, count: 16), [UInt8](repeating: 2, count: 16)]
    )

    private struct Setting {
        let context: VaultContext
        let keys: ClaimKeys

        init(_ suite: Cryptography.Suite, _ certificate: String = certificate, chain: UInt8 = 1) {
            let chain = ChainIdentity(id: suite.digest([chain]), suite: suite)
            context = VaultContext(certificate, chain: chain)
            keys = ClaimKeys(code, certificate: certificate, chain: chain)
        }
    }

    private func seal(_ setting: Setting, for holder: PublicKey? = nil) throws -> SealedFields {
        try SealedFields(
            Self.disclosures,
            by: setting.keys,
            holder: holder,
            context: setting.context
        )
    }

    @Test(arguments: Cryptography.Suite.allCases)
    func `fields open with the code, and with the holder's key when it is known`(
        suite: Cryptography.Suite
    ) throws {
        let setting = Setting(suite)
        let holder = SigningKey(generating: suite)
        let sealed = try seal(setting, for: holder.publicKey)
        #expect(try sealed.open(by: setting.keys, context: setting.context) == Self.disclosures)
        #expect(try sealed.open(with: holder, context: setting.context) == Self.disclosures)
        let other = SigningKey(generating: suite)
        #expect(throws: CryptographyError.self) {
            try sealed.open(with: other, context: setting.context)
        }
        let bare = try seal(setting)
        #expect(try bare.open(by: setting.keys, context: setting.context) == Self.disclosures)
        #expect(throws: CryptographyError.notAuthentic) {
            try bare.open(with: holder, context: setting.context)
        }
    }

    @Test(arguments: Cryptography.Suite.allCases)
    func `another code, certificate or chain opens nothing`(suite: Cryptography.Suite) throws {
        let setting = Setting(suite)
        let sealed = try seal(setting)
        let keys = ClaimKeys(
            ClaimCode(random: (2...20).map { UInt8($0) }),
            certificate: Self.certificate,
            chain: setting.context.chain
        )
        #expect(throws: CryptographyError.notAuthentic) {
            try sealed.open(by: keys, context: setting.context)
        }
        for other in [Setting(suite, "1.2.156.3005.2.y"), Setting(suite, chain: 2)] {
            #expect(throws: CryptographyError.notAuthentic) {
                try sealed.open(by: other.keys, context: other.context)
            }
            #expect(throws: CryptographyError.notAuthentic) {
                try sealed.open(by: setting.keys, context: other.context)
            }
        }
    }

    @Test(arguments: Cryptography.Suite.allCases)
    func `the token says nothing about the code, and is another for each certificate`(
        suite: Cryptography.Suite
    ) throws {
        let setting = Setting(suite)
        let tokens = [
            setting.keys.token, Setting(suite, "1.2").keys.token,
            Setting(suite, chain: 2).keys.token,
        ]
        #expect(Set(tokens).count == 3 && tokens.allSatisfy { $0.count == 32 })
        let sealed = try seal(setting).encoded
        #expect(!sealed.contains(setting.keys.token))
        let again = ClaimKeys(
            Self.code,
            certificate: Self.certificate,
            chain: setting.context.chain
        )
        #expect(again.token == setting.keys.token)
    }

    @Test(arguments: Cryptography.Suite.allCases)
    func `sealing twice makes other bytes, and neither shows a field`(
        suite: Cryptography.Suite
    ) throws {
        let setting = Setting(suite)
        let (first, second) = (try seal(setting), try seal(setting))
        #expect(first.encoded != second.encoded)
        #expect(!first.encoded.contains(Array("示范".utf8)))
    }

    @Test(arguments: Cryptography.Suite.allCases)
    func `one changed byte anywhere and nothing opens`(suite: Cryptography.Suite) throws {
        let setting = Setting(suite)
        let bytes = try seal(setting).encoded
        #expect(try SealedFields(decoding: bytes).encoded == bytes)
        for place in bytes.indices {
            var changed = bytes
            changed[place] ^= 1
            guard let sealed = try? SealedFields(decoding: changed) else { continue }
            #expect(throws: CryptographyError.notAuthentic, "byte \(place)") {
                try sealed.open(by: setting.keys, context: setting.context)
            }
        }
    }

    @Test func `mutated bytes are refused or another entry's, never a trap`() throws {
        let setting = Setting(.p256)
        let holder = SigningKey(generating: .p256)
        let frames = [
            try seal(setting).encoded, try seal(setting, for: holder.publicKey).encoded,
        ]
        withSeeds(0..<2_000) { generator in
            for frame in frames {
                let mutant = generator.mutated(frame)
                guard let read = try? SealedFields(decoding: mutant) else { continue }
                guard read.encoded == mutant else { return false }
                _ = try? read.open(by: setting.keys, context: setting.context)
            }
            return true
        }
    }
}
