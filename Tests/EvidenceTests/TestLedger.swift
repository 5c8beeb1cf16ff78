import CBOR
import COSE
import Cryptography
import Evidence
import Ledger
import Merkle

/// A ledger of four validators in memory that records whatever it is told to.
///
/// It follows none of the ledger's rules but the form of its bytes, so that evidence of things that
/// no honest quorum would do can be made too.
struct TestLedger {
    let suite: Suite
    let genesisBytes: [UInt8]
    let genesis: Genesis
    let voteKeys: [SigningKey]
    /// The tax bureau's administration key, granted by the genesis with every right.
    let taxKey: SigningKey
    /// The statistics bureau's key, granted by the genesis with every right.
    let statKey: SigningKey

    private(set) var tree: MerkleTree
    private(set) var statuses: StatusTree
    private(set) var header: BlockHeader
    /// Who decides from now on, with their keys.
    private(set) var validators: ValidatorSet
    private(set) var validatorKeys: [SigningKey]
    /// The validators' keys of every epoch so far.
    private(set) var keysByEpoch: [[SigningKey]]
    /// How long after a block the next one comes, in milliseconds.
    var blockIntervalMs: UInt64 = 10_000

    /// When the ledger begins, in milliseconds since 1970.
    static let beginningMs: UInt64 = 1_795_000_000_000
    static let taxUSCC = "11440399900004920C"
    static let statUSCC = "114403999000041891"

    init(
        _ suite: Suite,
        validators count: Int = 4,
        beginningMs: UInt64 = Self.beginningMs
    ) throws {
        self.suite = suite
        voteKeys = (0..<count).map { _ in SigningKey(generating: suite) }
        taxKey = SigningKey(generating: suite)
        statKey = SigningKey(generating: suite)
        genesisBytes = Self.document(suite, voteKeys, taxKey, statKey, beginningMs).encoded
        genesis = try Genesis(bytes: genesisBytes)
        tree = MerkleTree(suite)
        for hash in genesis.leafHashes { tree.append(leafHash: hash) }
        statuses = genesis.statuses
        header = genesis.genesisHeader
        validators = genesis.validators
        validatorKeys = voteKeys
        keysByEpoch = [voteKeys]
    }

    /// Members that run a validator and do nothing else.
    private static func banks(_ numbers: Range<Int>) -> [Member] {
        numbers.map { number in
            Member(
                code: "BANK-\(number)",
                role: "BANK",
                nameZh: "银行\(number)",
                nameEn: "Bank \(number)",
                uscc: "9144039900000" + String(100_000 + number).dropFirst()
            )
        }
    }

    private static func document(
        _ suite: Suite,
        _ voteKeys: [SigningKey],
        _ taxKey: SigningKey,
        _ statKey: SigningKey,
        _ beginningMs: UInt64
    ) -> GenesisDocument {
        let members = [
            Member(code: "TAX", role: "TAX", nameZh: "区税务局", nameEn: "Tax", uscc: taxUSCC),
            Member(code: "STAT", role: "STAT", nameZh: "统计局", nameEn: "Stat", uscc: statUSCC),
            Member(
                code: "BANK",
                role: "BANK",
                nameZh: "银行",
                nameEn: "Bank",
                uscc: "91440399MA5DDDDD0X"
            ),
            Member(
                code: "GOV",
                role: "GOV",
                nameZh: "政务局",
                nameEn: "Gov",
                uscc: "11440399900006306K"
            ),
        ]
        let further = banks(4..<max(4, voteKeys.count))
        let nodes = zip(members + further, voteKeys).map { member, key in
            NodeEntry(
                name: member.code.lowercased(),
                member: member.code,
                voteKey: key.publicKey,
                transportKey: SigningKey(generating: .p256).publicKey
            )
        }
        return GenesisDocument(
            suite: suite,
            name: "测试账本",
            createdMs: beginningMs,
            catalogueDigest: .zero,
            members: members + further,
            nodes: Array(nodes),
            grants: [
                KeyGrant(member: "TAX", key: taxKey.publicKey, scope: .everything),
                KeyGrant(member: "STAT", key: statKey.publicKey, scope: .everything),
            ],
            certificateTypes: [
                definition("CERT-04", "无欠税证明", "No-arrears certificate"),
                definition("CERT-09", "双人审批证照", "Two-person certificate", twoPersons: true),
            ]
        )
    }

    private static func definition(
        _ code: String,
        _ nameZh: String,
        _ nameEn: String,
        twoPersons: Bool = false
    ) -> CertificateDefinition {
        CertificateDefinition(
            code: code,
            nameZh: nameZh,
            nameEn: nameEn,
            issuerRole: "TAX",
            needsTwoPersons: twoPersons,
            fields: [
                .init(name: "holder_name", labelZh: "企业名称", type: "text"),
                .init(name: "amount", labelZh: "金额", type: "money"),
                .init(
                    name: "scope",
                    labelZh: "范围",
                    type: "code",
                    values: [.init(code: "ALL", labelZh: "全部税种")]
                ),
            ]
        )
    }

    // MARK: - Statements

    /// The time of the next block, in milliseconds since 1970.
    var nextMs: UInt64 { header.timeMs + blockIntervalMs }

    func sign(
        _ kind: StatementKind,
        issuer: String = Self.taxUSCC,
        subject: String,
        payload: [UInt8],
        at seconds: UInt64? = nil,
        chainID: Digest? = nil,
        extra: [CBORPair] = [],
        with key: SigningKey
    ) -> SignedStatement {
        .sign(
            kind: kind,
            issuer: Member.issuerPrefix + issuer,
            subject: subject,
            issuedAt: seconds ?? nextMs / 1_000,
            chainID: chainID ?? genesis.chainID,
            extra: extra,
            payload: payload,
            with: key
        )
    }

    /// A certificate over three fields and `further` ones, with the fields' disclosures.
    func certificate(
        _ subject: String = "1.2.156.3005.2.X",
        issuer: String = Self.taxUSCC,
        type: String = "CERT-04",
        typeVersion: UInt64 = 1,
        notBefore: UInt64? = nil,
        expiry: UInt64? = nil,
        supersedes: UInt64? = nil,
        isRefusal: Bool = false,
        documents: [DocumentDigest]? = nil,
        further: [Disclosure] = [],
        with key: SigningKey? = nil
    ) -> (statement: SignedStatement, disclosures: [Disclosure]) {
        var disclosures = Disclosure.make(
            fields: [
                ("scope", .text("ALL")), ("amount", .unsigned(123_405)),
                ("holder_name", .text("示范制造有限公司")),
            ],
            salts: (1...3).map { [UInt8](repeating: $0, count: 16) }
        )
        disclosures += further
        let claims = CertificateClaims(
            issuer: Member.issuerPrefix + issuer,
            subject: subject,
            expiry: expiry,
            notBefore: notBefore,
            issuedAt: nextMs / 1_000,
            documents: documents ?? [
                DocumentDigest(algorithm: .sm2, digest: .zero, mediaType: "application/ofd")
            ],
            type: type,
            supersedes: supersedes,
            isRefusal: isRefusal,
            typeVersion: typeVersion,
            fieldDigests: Disclosure.digests(of: disclosures, suite: suite)
        )
        let statement = sign(
            .certificate,
            issuer: issuer,
            subject: subject,
            payload: claims.encoded,
            with: key ?? taxKey
        )
        return (statement, disclosures)
    }

    /// A grant of a key to an officer of the tax bureau.
    func grant(
        _ officer: SigningKey,
        member: String = "TAX",
        scope: Scope = Scope(categories: .all, certificates: .only(["CERT-04"])),
        notAfterMs: UInt64? = nil,
        issuer: String = Self.taxUSCC,
        chainID: Digest? = nil,
        by key: SigningKey? = nil
    ) -> SignedStatement {
        let grant = KeyGrant(
            member: member,
            key: officer.publicKey,
            scope: scope,
            notAfterMs: notAfterMs
        )
        return sign(
            .grant,
            issuer: issuer,
            subject: officer.identifier.hexadecimal,
            payload: grant.encoded,
            chainID: chainID,
            with: key ?? taxKey
        )
    }

    /// A proposal, by the statistics bureau unless told otherwise.
    func proposal(
        _ changes: CharterChange...,
        issuer: String = Self.statUSCC,
        by key: SigningKey? = nil
    ) -> SignedStatement {
        let proposal = Proposal(changes: changes, reason: "扩充成员", notAfterMs: nextMs + 86_400_000)
        return sign(
            .proposal,
            issuer: issuer,
            subject: Proposal.subject,
            payload: proposal.encoded,
            with: key ?? statKey
        )
    }

    // MARK: - Blocks

    /// Records statements in a block of their own and returns the index of the first.
    @discardableResult
    mutating func record(_ statements: SignedStatement...) -> UInt64 {
        let first = tree.size
        for statement in statements {
            tree.append(leafHash: MerkleHasher(suite).leaf(statement.entry(suite)))
            statuses.append(.valid)
        }
        advance()
        return first
    }

    /// Records that an entry has another status, and returns the statement that says so.
    mutating func change(
        _ leafIndex: UInt64,
        of statement: SignedStatement,
        to status: Status,
        effectiveMs: UInt64? = nil
    ) -> (statement: SignedStatement, leafIndex: UInt64) {
        let change = StatusChange(
            leafIndex: leafIndex,
            entry: statement.entry(suite),
            status: status,
            reason: "欠税已查明",
            effectiveMs: effectiveMs ?? nextMs
        )
        let event = sign(
            .status,
            subject: statement.header.subject,
            payload: change.encoded,
            with: taxKey
        )
        statuses.set(status, at: leafIndex)
        return (event, record(event))
    }

    /// Records that many entries that nobody can withdraw, in one block.
    mutating func fill(_ count: Int) {
        for number in 0..<count {
            tree.append(leafHash: suite.digest(Array("entry \(number)".utf8)))
            statuses.append(.notWithdrawable)
        }
        advance()
    }

    /// Sets a status without any statement.
    mutating func set(_ status: Status, at leafIndex: UInt64) {
        statuses.set(status, at: leafIndex)
        advance()
    }

    /// Makes the next block; `successors` decide from the one after.
    mutating func advance(successors: (set: ValidatorSet, keys: [SigningKey])? = nil) {
        let next = successors?.set ?? validators
        header = BlockHeader(
            chainID: genesis.chainID,
            epoch: validators.epoch,
            height: header.height + 1,
            view: header.view + 1,
            parent: header.hash(suite),
            timeMs: nextMs,
            proposer: 0,
            treeSize: tree.size,
            treeRoot: tree.root(size: tree.size),
            statusRoot: statuses.root(),
            stateDigest: .zero,
            validatorsHash: validators.hash(suite),
            nextValidatorsHash: next.hash(suite)
        )
    }

    /// Ends the epoch and hands over to the same validators; returns the hop that shows it.
    mutating func keepValidators() throws -> Hop {
        try handOver(to: validatorKeys)
    }

    /// Ends the epoch and hands over to four new validators; returns the hop that shows it.
    mutating func replaceValidators() throws -> Hop {
        try handOver(to: (0..<4).map { _ in SigningKey(generating: suite) })
    }

    private mutating func handOver(to keys: [SigningKey]) throws -> Hop {
        let set = try ValidatorSet(
            epoch: validators.epoch + 1,
            validators: zip(validators.validators, keys).map { validator, key in
                Validator(
                    member: validator.member,
                    voteKey: key.publicKey,
                    transportKey: validator.transportKey,
                    name: validator.name
                )
            }
        )
        advance(successors: (set, keys))
        let hop = Hop(anchor: anchor(), nextValidators: set.encoded[...])
        (validators, validatorKeys) = (set, keys)
        keysByEpoch.append(keys)
        return hop
    }

    /// The votes of these validators for the last block; three of four unless told otherwise.
    func anchor(
        signers: [Int] = [0, 1, 3],
        kind: VoteKind = .finalize,
        header: BlockHeader? = nil,
        laterViews: UInt64 = 0,
        by keys: [SigningKey]? = nil
    ) -> Anchor {
        let header = header ?? self.header
        let keys = keys ?? keysByEpoch[min(Int(header.epoch), keysByEpoch.count - 1)]
        let block = HashedHeader(header, suite: suite)
        let view = header.view + laterViews
        let statement: VoteStatement =
            switch kind {
            case .finalize: .finalize(block, view: view)
            default: .notarize(block, view: view)
            }
        let message = statement.toBeSigned(suite)
        var bitmap = SignerBitmap(count: keys.count)
        for signer in signers { bitmap.insert(signer) }
        let proof = QuorumProof(
            statement: statement,
            signers: bitmap,
            signatures: signers.map { keys[$0].sign(message) }
        )
        return Anchor(header: header, finalization: proof.encoded[...])
    }

    // MARK: - Evidence

    /// A further statement with its proof by the last block.
    func proven(
        _ statement: SignedStatement,
        at leafIndex: UInt64,
        by header: BlockHeader? = nil
    ) -> RecordedStatement {
        let size = header?.treeSize ?? tree.size
        return RecordedStatement(
            statement: statement,
            inclusion: tree.inclusionProof(of: leafIndex, size: size)
        )
    }

    /// What the last block says about an entry.
    func status(
        of leafIndex: UInt64,
        event: RecordedStatement? = nil,
        anchor: Anchor? = nil
    ) throws -> StatusEvidence {
        var writer = CBORWriter()
        statuses.proof(of: leafIndex).encode(into: &writer)
        return try StatusEvidence(
            anchor: anchor ?? self.anchor(),
            proof: writer.bytes,
            validators: validators.encoded,
            event: event
        )
    }

    /// The file of an entry that a block recorded, the last one unless told otherwise.
    func file(
        _ certificate: (statement: SignedStatement, disclosures: [Disclosure]),
        at leafIndex: UInt64,
        in header: BlockHeader? = nil,
        hops: [Hop] = [],
        grants: [RecordedStatement] = [],
        event: RecordedStatement? = nil
    ) throws -> EvidenceFile {
        let recorded = header ?? self.header
        var writer = CBORWriter()
        tree.inclusionProof(of: leafIndex, size: recorded.treeSize).encode(into: &writer)
        return try EvidenceFile.assemble(
            statement: certificate.statement.bytes,
            disclosures: certificate.disclosures,
            recorded: anchor(header: recorded),
            inclusion: writer.bytes,
            status: status(of: leafIndex, event: event),
            hops: hops,
            grants: grants
        )
    }

    // MARK: - Verifying

    /// The verdict a minute after the last block, unless told otherwise.
    func verdict(
        on file: EvidenceFile,
        afterMs: UInt64 = 60_000,
        atMs: UInt64? = nil,
        maximumAgeMs: UInt64? = VerificationPolicy.standardAgeMs
    ) -> Verdict {
        verdict(on: file.encoded, afterMs: afterMs, atMs: atMs, maximumAgeMs: maximumAgeMs)
    }

    /// The verdict on any bytes.
    func verdict(
        on bytes: [UInt8],
        afterMs: UInt64 = 60_000,
        atMs: UInt64? = nil,
        maximumAgeMs: UInt64? = VerificationPolicy.standardAgeMs
    ) -> Verdict {
        Verifier(genesis).verify(
            bytes,
            policy: VerificationPolicy(
                nowMs: header.timeMs + afterMs,
                atMs: atMs,
                maximumAgeMs: maximumAgeMs
            )
        )
    }
}
