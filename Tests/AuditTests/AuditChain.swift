import CBOR
import COSE
import Catalogue
import Cryptography
import FoundationEssentials
import JSON
import Ledger
import Merkle
import Testing

/// A chain of five members, four of them with validators, whose keys the tests hold.
struct AuditChain {
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
    let catalogue: Catalogue
    let inspector: StatementInspector
    private let keys: [String: SigningKey]

    init(_ suite: Suite = .p256, name: String = "测试链") throws {
        let catalogue = try Self.loaded.get()
        var keys: [String: SigningKey] = [:]
        for (code, _, _) in Self.members {
            keys[code] = SigningKey(generating: suite)
            keys["vote-\(code)"] = SigningKey(generating: suite)
        }
        keys["vote-next"] = SigningKey(generating: suite)
        keys["NEW"] = SigningKey(generating: suite)
        keys["officer"] = SigningKey(generating: suite)
        let document = GenesisDocument(
            suite: suite,
            name: name,
            createdMs: Self.createdMs,
            catalogueDigest: catalogue.digest(suite),
            members: Self.members.map { code, role, uscc in
                Member(code: code, role: role, nameZh: "\(code)机构", nameEn: code, uscc: uscc)
            },
            nodes: Self.members.map { code, _, _ in
                NodeEntry(
                    name: "node-\(code)",
                    member: code,
                    voteKey: code == "FIN" ? nil : keys["vote-\(code)"]?.publicKey,
                    transportKey: SigningKey(generating: .p256).publicKey
                )
            },
            grants: try Self.members.map { code, _, _ in
                let key = try #require(keys[code]).publicKey
                return KeyGrant(member: code, key: key, scope: .everything)
            },
            certificateTypes: catalogue.certificateTypes.map(CertificateDefinition.init)
        )
        self.suite = suite
        self.keys = keys
        self.catalogue = catalogue
        genesis = try Genesis(bytes: document.encoded)
        inspector = StatementInspector(genesis: genesis, catalogue: catalogue)
    }

    func key(_ name: String) throws -> SigningKey { try #require(keys[name]) }

    /// A time so many seconds after the chain was created, in milliseconds.
    func timeMs(_ seconds: UInt64) -> UInt64 { Self.createdMs + seconds * 1_000 }

    // MARK: Statements

    /// A signed submission of a member, so many seconds after the chain was created.
    func submission(
        _ kind: StatementKind,
        by signer: String,
        as member: String? = nil,
        subject: String,
        at seconds: UInt64,
        extra: [CBORPair] = [],
        payload: [UInt8],
        attachment: [UInt8]? = nil
    ) throws -> Submission {
        let statement = SignedStatement.sign(
            kind: kind,
            issuer: try #require(genesis.member(code: member ?? signer)).issuer,
            subject: subject,
            issuedAt: timeMs(seconds) / 1_000,
            chainID: genesis.chainID,
            extra: extra,
            payload: payload,
            with: try key(signer)
        )
        return Submission(statement: statement.bytes, attachment: attachment)
    }

    /// Registers companies of these numbers in TAX-001.
    func registering(
        _ numbers: Range<Int>,
        by signer: String = "TAX",
        at seconds: UInt64
    ) throws -> Submission {
        let category = try #require(catalogue.category("TAX-001"))
        let example = try #require(try Self.examples.get()["TAX-001"]?.object)
        var validator = RecordValidator(category.schema)
        var builder = RecordBatchBuilder(plain: "TAX-001", chain: genesis.chain)
        for number in numbers {
            let uscc = try #require(CreditCode.completing("91440399\(100_000_000 + number)"))
            let members = example.map { member in
                JSONMember(member.name, member.name == "uscc" ? .string(uscc) : member.value)
            }
            let fields = try #require(category.schema.read(members, from: .json).fields).encoded()
            let checked = try validator.validate(fields[...])
            try builder.append(
                RecordDraft(
                    operation: .add,
                    key: checked.key,
                    subject: String(decoding: checked.subject, as: UTF8.self),
                    effectiveMs: 1_700_000_000_000,
                    fields: fields
                )
            )
        }
        let batch = try builder.finish()
        return try submission(
            .records,
            by: signer,
            as: "TAX",
            subject: "TAX-001",
            at: seconds,
            payload: batch.payload,
            attachment: batch.attachment
        )
    }

    /// Issues a tax certificate.
    func issuing(
        _ serial: Int,
        at seconds: UInt64,
        isRefusal: Bool = false
    ) throws -> Submission {
        let member = try #require(genesis.member(code: "TAX"))
        let identifier = try #require(
            CertificateIdentifier(
                type: "11440399900004920C004",
                issuer: member.uscc,
                serial: String(serial),
                version: "001"
            )
        )
        let claims = CertificateClaims(
            issuer: member.issuer,
            subject: identifier.text,
            issuedAt: timeMs(seconds) / 1_000,
            type: "CERT-04",
            isRefusal: isRefusal,
            fieldDigests: [suite.digest([UInt8(serial % 256)])]
        )
        return try submission(
            .certificate,
            by: "TAX",
            subject: claims.subject,
            at: seconds,
            payload: claims.encoded
        )
    }

    /// The tax certificate that the officer drafted and the member's own key approves.
    func approving(_ serial: Int, at seconds: UInt64) throws -> Submission {
        let issued = try inspector.inspect(try issuing(serial, at: seconds)).statement
        let draft = SignedStatement.sign(
            kind: .draft,
            issuer: issued.header.issuer,
            subject: issued.header.subject,
            issuedAt: issued.header.issuedAt,
            chainID: genesis.chainID,
            payload: Array(issued.payload),
            with: try key("officer")
        )
        return try submission(
            .certificate,
            by: "TAX",
            subject: issued.header.subject,
            at: seconds,
            extra: [draft.asApproved],
            payload: Array(issued.payload)
        )
    }

    /// Suspends a certificate that stands at a leaf.
    func suspending(
        _ certificate: Submission,
        leafIndex: UInt64,
        at seconds: UInt64
    ) throws -> Submission {
        let inspected = try inspector.inspect(certificate)
        let change = StatusChange(
            leafIndex: leafIndex,
            entry: inspected.entry,
            status: .suspended,
            reason: "核查",
            effectiveMs: timeMs(seconds)
        )
        return try submission(
            .status,
            by: "TAX",
            subject: inspected.subject,
            at: seconds,
            payload: change.encoded
        )
    }

    /// Grants the officer's key to the tax agency.
    func grantingOfficer(at seconds: UInt64) throws -> Submission {
        let key = try key("officer").publicKey
        return try submission(
            .grant,
            by: "TAX",
            subject: suite.keyIdentifier(of: key).hexadecimal,
            at: seconds,
            payload: KeyGrant(member: "TAX", key: key, scope: .everything).encoded
        )
    }

    /// Proposes changes that can be voted on for an hour.
    func proposing(_ changes: [CharterChange], at seconds: UInt64) throws -> Submission {
        let proposal = Proposal(
            changes: changes,
            reason: "按章程",
            notAfterMs: timeMs(seconds + 3_600)
        )
        return try submission(
            .proposal,
            by: "TAX",
            subject: Proposal.subject,
            at: seconds,
            payload: proposal.encoded
        )
    }

    /// Votes for a proposal.
    func approving(
        _ proposal: Submission,
        by member: String,
        at seconds: UInt64
    ) throws -> Submission {
        let ballot = Ballot(proposal: try inspector.inspect(proposal).entry, approves: true)
        return try submission(
            .ballot,
            by: member,
            subject: ballot.proposal.hexadecimal,
            at: seconds,
            payload: ballot.encoded
        )
    }

    // MARK: Votes

    /// The finalization of a block by validators of these positions.
    func finalization(of block: HashedHeader, by indexes: [Int] = [0, 1, 2]) throws -> [UInt8] {
        try proof(.finalize(block, view: block.header.view), by: indexes)
    }

    func proof(_ statement: VoteStatement, by indexes: [Int]) throws -> [UInt8] {
        let voters = genesis.validators.validators
        var signers = SignerBitmap(count: voters.count)
        let message = statement.toBeSigned(suite)
        var signatures: [Signature] = []
        for index in indexes {
            signers.insert(index)
            let code = String(voters[index].name.dropFirst("node-".count))
            let next = statement.epoch > 0 && code == "TAX" ? "vote-next" : "vote-\(code)"
            signatures.append(try key(next).sign(message))
        }
        return QuorumProof(statement: statement, signers: signers, signatures: signatures).encoded
    }

    // MARK: Files of the package

    private static let folder = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Genesis")

    private static let loaded = Result { () throws in
        var files: [String: [UInt8]] = [:]
        for name in CatalogueDocument.fileNames {
            files[name] = Array(try Data(contentsOf: folder.appending(path: name)))
        }
        return try Catalogue(CatalogueDocument { files[$0] ?? [] })
    }

    private static let examples = Result { () throws in
        let file = folder.appending(path: "examples/valid.json")
        return try JSONValue(parsing: Array(try Data(contentsOf: file)))
    }
}
