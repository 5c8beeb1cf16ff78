import Catalogue
import Cryptography
import FoundationEssentials
import Ledger

/// A genesis over this package's catalogue.
enum TestGenesis {
    private static let folder = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Genesis")

    static func catalogue() throws -> Catalogue {
        var files: [String: [UInt8]] = [:]
        for name in CatalogueDocument.fileNames {
            files[name] = try file(name)
        }
        return try Catalogue(CatalogueDocument { files[$0] ?? [] })
    }

    /// A file of the Genesis folder.
    static func file(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: folder.appending(path: name)))
    }

    static func make(
        _ suite: Suite,
        _ catalogue: Catalogue,
        codes: [String],
        usccs: [String],
        keys: [String: SigningKey],
        votes: [String: SigningKey],
        createdMs: UInt64
    ) throws -> Genesis {
        let members = zip(codes, usccs).map { code, uscc in
            Member(code: code, role: code, nameZh: code, nameEn: code, uscc: uscc)
        }
        let grants = codes.compactMap { code in
            keys[code].map { KeyGrant(member: code, key: $0.publicKey, scope: .everything) }
        }
        let document = GenesisDocument(
            suite: suite,
            name: "测试链",
            createdMs: createdMs,
            catalogueDigest: catalogue.digest(suite),
            members: members,
            nodes: codes.map { code in
                NodeEntry(
                    name: code.lowercased(),
                    member: code,
                    voteKey: votes[code]?.publicKey,
                    transportKey: SigningKey(generating: .p256).publicKey
                )
            },
            grants: grants,
            certificateTypes: catalogue.certificateTypes.map(CertificateDefinition.init)
        )
        return try Genesis(bytes: document.encoded)
    }
}
