package import Catalogue
import COSE
import Cryptography
package import Ledger
import NodeCore
import Synchronization

/// A small district for simulations: members, nodes and statements that are the same in every run.
package struct District: Sendable {
    /// When its chain was created, milliseconds since 1970.
    package static let createdMs: UInt64 = 1_780_000_000_000
    /// How many statements are ready to be submitted.
    package static let statementCount = 96

    /// The chain.
    package let genesis: Genesis
    /// A catalogue without categories: grants are the statements of simulated clients.
    package let catalogue: Catalogue
    /// How many nodes vote in epoch 0.
    package let validatorCount: Int
    /// The names of all nodes, validators first.
    package let names: [String]
    /// Signed statements, each valid whenever a simulated run may record it.
    let statements: [[UInt8]]
    /// Vote keys by node; observers have one too, in case governance makes them validators.
    let voteKeys: [OpenKey]
    /// Vote keys by node, for the first and the second change of its key.
    let laterVoteKeys: [[OpenKey]]
    /// The members' keys, in the order of the nodes; spare nodes have no members of their own.
    let memberKeys: [OpenKey]

    /// What its nodes checked in other runs.
    let memory = CheckMemory()

    private struct Size: Hashable, Sendable {
        let validators: Int
        let observers: Int
        let spares: Int
        let issuesCertificates: Bool
    }

    private static let known = Mutex<[Size: District]>([:])

    /// The district of so many nodes; made once in a process.
    ///
    /// A spare node follows the chain for the member of a validator, whose place it can take.
    package static func of(
        validators: Int,
        observers: Int = 0,
        spares: Int = 0,
        issuesCertificates: Bool = false
    ) -> District {
        known.withLock { known in
            let size = Size(
                validators: validators,
                observers: observers,
                spares: spares,
                issuesCertificates: issuesCertificates
            )
            if let district = known[size] { return district }
            let district = District(size)
            known[size] = district
            return district
        }
    }

    private init(_ size: Size) {
        let validators = size.validators
        let count = validators + size.observers
        validatorCount = validators
        names = (0..<count).map { "n\($0)" } + (0..<size.spares).map { "s\($0)" }
        let nodes = UInt32(names.count)
        voteKeys = (0..<nodes).map { OpenKey(1_000 + $0) }
        laterVoteKeys = [1_300, 1_600].map { first in (0..<nodes).map { OpenKey(first + $0) } }
        memberKeys = (0..<count).map { OpenKey(2_000 + UInt32($0)) }
        guard let catalogue = Self.emptyCatalogue,
            let genesis = Self.genesis(names, voteKeys, memberKeys, size, catalogue)
        else { preconditionFailure("the simulated district is sound") }
        self.catalogue = catalogue
        self.genesis = genesis
        let (names, memberKeys) = (names, memberKeys)
        statements = (0..<Self.statementCount).map { number in
            let member = number % count
            return Self.grant(
                of: OpenKey(10_000 + UInt32(number)),
                to: Self.code(names[member]),
                in: genesis,
                by: memberKeys[member]
            )
        }
    }

    /// The code of the member that runs a node.
    static func code(_ node: String) -> String { "M\(node.dropFirst())" }

    private static let emptyCatalogue: Catalogue? = {
        let files = [
            "agencies.json": "{}", "codelists.json": "{}",
            "certificates.json": #"{"matter_types": {}, "types": []}"#,
        ]
        return try? Catalogue(CatalogueDocument { Array((files[$0] ?? "[]").utf8) })
    }()

    private static func genesis(
        _ names: [String],
        _ voteKeys: [OpenKey],
        _ memberKeys: [OpenKey],
        _ size: Size,
        _ catalogue: Catalogue
    ) -> Genesis? {
        let members = memberKeys.indices.map { index in
            Member(
                code: code(names[index]),
                role: "GOV",
                nameZh: "成员 \(index)",
                nameEn: "Member \(index)",
                uscc: "9144039990000\(10_000 + index)"
            )
        }
        let nodes = names.enumerated().map { index, name in
            NodeEntry(
                name: name,
                member: code(name),
                voteKey: index < size.validators ? voteKeys[index].key.publicKey : nil,
                transportKey: OpenKey(3_000 + UInt32(index)).key.publicKey
            )
        }
        let grants = memberKeys.indices.map { index in
            KeyGrant(
                member: code(names[index]),
                key: memberKeys[index].key.publicKey,
                scope: .everything
            )
        }
        let document = GenesisDocument(
            suite: .p256,
            name: "模拟链",
            createdMs: createdMs,
            catalogueDigest: catalogue.digest(.p256),
            members: members,
            nodes: nodes,
            grants: grants,
            certificateTypes: size.issuesCertificates ? [certificateType] : []
        )
        return try? Genesis(bytes: document.encoded)
    }

    /// A grant of a key: the smallest statement there is.
    private static func grant(
        of granted: OpenKey,
        to member: String,
        in genesis: Genesis,
        by key: OpenKey
    ) -> [UInt8] {
        key.sign(
            .grant,
            issuer: genesis.member(code: member)?.issuer ?? "",
            subject: granted.key.identifier.hexadecimal,
            issuedAt: createdMs / 1_000 + 60,
            chainID: genesis.chainID,
            payload: KeyGrant(member: member, key: granted.key.publicKey, scope: .everything)
                .encoded
        )
    }
}
