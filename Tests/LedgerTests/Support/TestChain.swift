import CBOR
import COSE
import Catalogue
import Cryptography
import Ledger

/// A chain of five members whose keys the tests hold.
struct TestChain {
    /// The members: code, role, credit code.
    static let members = [
        ("TAX", "TAX", "11440399900004920C"),
        ("AMR", "AMR", "114403999000001101"),
        ("FIN", "FIN", "11440399900001594K"),
        ("BANK-A", "BANK", "11440399900000487Y"),
        ("BANK-B", "BANK", "91440399000000019Q"),
    ]
    static let createdMs: UInt64 = 1_780_000_000_000

    let suite: Suite
    let genesis: Genesis
    let inspector: StatementInspector
    /// The first key of each member, with every scope.
    let keys: [String: SigningKey]

    init(
        _ suite: Suite = .p256,
        limits: Limits = .standard,
        change: (inout GenesisDocument) -> Void = { _ in }
    ) throws {
        let keys = TestKeys.keys(suite)
        var document = try Self.document(suite, keys: keys)
        document.limits = limits
        change(&document)
        self.suite = suite
        self.keys = keys
        genesis = try Genesis(bytes: document.encoded)
        inspector = StatementInspector(genesis: genesis, catalogue: try TestCatalogue.get())
    }

    static func document(
        _ suite: Suite,
        keys: [String: SigningKey]
    ) throws -> GenesisDocument {
        let catalogue = try TestCatalogue.get()
        return GenesisDocument(
            suite: suite,
            name: "测试链",
            createdMs: createdMs,
            catalogueDigest: catalogue.digest(suite),
            members: members.map { code, role, uscc in
                Member(code: code, role: role, nameZh: "\(code)机构", nameEn: code, uscc: uscc)
            },
            nodes: members.map { code, _, _ in
                NodeEntry(
                    name: "node-\(code)",
                    member: code,
                    voteKey: code == "FIN" ? nil : keys["vote-\(code)"]?.publicKey,
                    transportKey: must(keys["transport-\(code)"]).publicKey
                )
            },
            grants: members.map { code, _, _ in
                KeyGrant(member: code, key: must(keys[code]).publicKey, scope: .everything)
            },
            certificateTypes: catalogue.certificateTypes.map(CertificateDefinition.init)
        )
    }

    func state() throws -> LedgerState { try LedgerState(genesis) }

    func member(_ code: String) -> Member { must(genesis.member(code: code), code) }
    func key(_ name: String) -> SigningKey { must(keys[name], name) }

    /// A time so many seconds after the chain was created, in milliseconds.
    func timeMs(_ seconds: UInt64) -> UInt64 { Self.createdMs + seconds * 1_000 }
}

/// Keys for the tests, made once a process.
enum TestKeys {
    static func keys(_ suite: Suite) -> [String: SigningKey] {
        switch suite {
        case .p256: p256
        case .sm2: sm2
        }
    }

    /// A key of the P-256 suite.
    static func key(_ name: String) -> SigningKey { must(p256[name], name) }

    private static let p256 = make(.p256)
    private static let sm2 = make(.sm2)

    private static func make(_ suite: Suite) -> [String: SigningKey] {
        var keys: [String: SigningKey] = [:]
        for (code, _, _) in TestChain.members {
            keys[code] = SigningKey(generating: suite)
            keys["vote-\(code)"] = SigningKey(generating: suite)
            keys["transport-\(code)"] = SigningKey(generating: .p256)
        }
        keys["officer"] = SigningKey(generating: suite)
        keys["vote-next"] = SigningKey(generating: suite)
        keys["transport-next"] = SigningKey(generating: .p256)
        keys["stranger"] = SigningKey(generating: suite)
        return keys
    }
}
