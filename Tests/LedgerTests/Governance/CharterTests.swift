import COSE
import Catalogue
import Cryptography
import FoundationEssentials
import JSON
import Ledger
import Testing

@Suite struct CharterTests {
    private let chain: TestChain
    private var state: LedgerState

    init() throws {
        chain = try TestChain()
        state = try chain.state()
    }

    private static let newcomer = Member(
        code: "NEW",
        role: "BANK",
        nameZh: "新银行",
        nameEn: "New Bank",
        uscc: "91440399000000027J"
    )

    // MARK: Members

    /// A submission signed by the key of a new member.
    private func founding(
        _ scope: Scope = .everything,
        key: String = "stranger",
        at seconds: UInt64 = 30
    ) throws -> AuthenticStatement {
        let signer = chain.key(key)
        let grant = KeyGrant(member: "NEW", key: signer.publicKey, scope: scope)
        let statement = SignedStatement.sign(
            kind: .grant,
            issuer: Self.newcomer.issuer,
            subject: signer.identifier.hexadecimal,
            issuedAt: chain.timeMs(seconds) / 1_000,
            chainID: chain.genesis.chainID,
            payload: grant.encoded,
            with: signer
        )
        return try chain.authentic(Submission(statement: statement.bytes), signer: key)
    }

    private mutating func admit() throws {
        let key = chain.key("stranger").publicKey
        try state.enact([.admitMember(Self.newcomer, key: key)], in: chain)
    }

    @Test mutating func `a new member grants itself its first key with the key it came with`()
        throws
    {
        #expect(state.refusal(of: try founding()) == "ledger.unknownKey")
        try admit()
        let name = chain.key("stranger").identifier
        #expect(state.key(name, asOf: state.finalized.hash) != nil)
        #expect(state.refusal(of: try founding(key: "officer")) == "ledger.unknownKey")
        let narrow = Scope(categories: .all, certificates: .all)
        #expect(state.refusal(of: try founding(narrow)) == "ledger.unknownKey")
        try state.record(founding(), at: 31)
        let grant = try #require(state.finalized.grant(of: name))
        #expect(state.charter.members[grant.memberIndex].code == "NEW")
        #expect(state.refusal(of: try founding(at: 32), at: 40) == "ledger.keyExists")
    }

    @Test mutating func `nobody else grants the key that a member came with`() throws {
        try admit()
        let key = chain.key("stranger").publicKey
        let grab = KeyGrant(member: "TAX", key: key, scope: .everything)
        #expect(state.refusal(of: try chain.granting(grab)) == "ledger.keyExists")
    }

    @Test mutating func `a removed member signs nothing any more`() throws {
        try state.enact([.removeMember(code: "FIN")], in: chain)
        let grant = KeyGrant(
            member: "FIN",
            key: chain.key("officer").publicKey,
            scope: .everything
        )
        #expect(state.refusal(of: try chain.granting(grant, by: "FIN")) == "ledger.memberRemoved")
        #expect(!state.charter.nodes.contains { $0.member == "FIN" })
        let again = try chain.proposing([
            .admitMember(chain.member("FIN"), key: chain.key("officer").publicKey)
        ])
        #expect(state.refusal(of: again) == "ledger.memberExists")
    }

    // MARK: Validators

    @Test mutating func `a removed validator follows, and its member has no voice`() throws {
        try state.enact(
            [.removeValidator(name: "node-AMR")],
            in: chain,
            acceptsFewValidators: true
        )
        #expect(state.validators.count == 3)
        #expect(state.charter.node("node-AMR")?.isValidator == false)
        let proposal = try chain.proposing([.limit(name: "heartbeatMs", value: 1_000)], by: "AMR")
        #expect(state.refusal(of: proposal) == "ledger.notAGovernor")
    }

    @Test mutating func `a node that follows may be made a validator`() throws {
        try state.enact([.addValidator(chain.seat("FIN", vote: "vote-next"))], in: chain)
        #expect(state.validators.count == 5)
        #expect(state.charter.nodes.count == 5)
        #expect(state.charter.governorIndexes.count == 5)
    }

    @Test mutating func `a replaced validator's successor takes its place in the order`() throws {
        let seat = chain.seat(
            "AMR",
            node: "node-2",
            vote: "vote-next",
            transport: "transport-next"
        )
        try state.enact([.replaceValidator(name: "node-AMR", seat)], in: chain)
        #expect(
            state.validators.validators.map(\.name) == [
                "node-TAX", "node-2", "node-BANK-A", "node-BANK-B",
            ]
        )
        #expect(state.charter.node("node-AMR")?.isValidator == false)
    }

    @Test mutating func `without the validator of the last index the others keep theirs`() throws {
        let changes: [CharterChange] = [.removeValidator(name: "node-BANK-B")]
        try state.enact(changes, in: chain, acceptsFewValidators: true)
        let names = ["node-TAX", "node-AMR", "node-BANK-A"]
        #expect(state.validators.validators.map(\.name) == names)
        #expect(state.validators.thresholds == QuorumThresholds(count: 3))
        #expect(try state.record(at: 30).header.height == 3)
        #expect(state.charter.validators(ofEpoch: 0)?.validators.last?.name == "node-BANK-B")
    }

    @Test mutating func `fewer than four may stay and grow; less must be meant again`() throws {
        let first: [CharterChange] = [.removeValidator(name: "node-BANK-B")]
        try state.enact(first, in: chain, acceptsFewValidators: true)
        try enactOfThree([.limit(name: "heartbeatMs", value: 1_000)], at: 30)
        #expect(state.validators.count == 3 && state.charter.epoch == 2)

        let second = [CharterChange.removeValidator(name: "node-BANK-A")]
        let inspector = try chain.inspector.under(state.charter)
        let silently = try chain.proposing(second, at: 40, under: inspector)
        #expect(state.refusal(of: silently, at: 45) == "ledger.tooFewValidators")
        let seat = chain.seat("FIN", vote: "vote-next")
        try enactOfThree([.addValidator(seat)], at: 50)
        #expect(state.validators.count == 4)
    }

    /// TAX proposes and AMR votes for it: two of three decide.
    private mutating func enactOfThree(_ changes: [CharterChange], at seconds: UInt64) throws {
        let inspector = try chain.inspector.under(state.charter)
        let proposal = try chain.proposing(changes, at: seconds, under: inspector)
        try state.record(proposal, at: seconds)
        let voice = try chain.voting(on: proposal, by: "AMR", at: seconds, under: inspector)
        try state.record(voice, at: seconds + 1)
    }

    // MARK: Limits

    @Test mutating func `limits hold from the next epoch on`() throws {
        try state.enact([.limit(name: "batchRecords", value: 2)], in: chain)
        let inspector = try chain.inspector.under(state.charter)
        let batch = chain.submission(of: try chain.plainBatch(chain.registrations(0..<3)))
        #expect(
            refusal { () throws(LedgerError) in try inspector.inspect(batch) } == "ledger.overLimit"
        )
        #expect(
            refusal { () throws(LedgerError) in try chain.inspector.inspect(batch) } == nil
        )
    }

    @Test mutating func `a longer replay window lets nothing in that was forgotten`() throws {
        let once = try chain.registering(0..<1)
        try state.record(once)
        // Block time passes until the digest is forgotten.
        for seconds in [700, 1_400] { try state.record(at: UInt64(seconds)) }
        #expect(state.refusal(of: once, at: 1_410) == "ledger.tooOld")
        try state.enact([.limit(name: "replayWindowMs", value: 86_400_000)], in: chain, at: 1_420)
        let inspector = try chain.inspector.under(state.charter)
        let batch = try chain.plainBatch(chain.registrations(0..<1, .correct))
        func correction(at seconds: UInt64) throws -> AuthenticStatement {
            try chain.authentic(
                chain.submission(of: batch, at: seconds),
                signer: "TAX",
                under: inspector
            )
        }
        #expect(state.refusal(of: try correction(at: 815), at: 1_430) == "ledger.tooOld")
        #expect(state.refusal(of: try correction(at: 825), at: 1_430) == nil)
        #expect(state.refusal(of: try correction(at: 825), at: 80_000) == nil)
    }

    // MARK: Rules

    @Test mutating func `a program stops at rules that it does not know`() throws {
        try state.enact([.rules(version: 2, height: 4)], in: chain)
        let next = try state.record(at: 30)
        #expect(next.header.height == 3)
        let version = BlockViolation.unknownRules(version: 2, height: 4)
        #expect(throws: LedgerError(.block(version))) {
            try state.execute([], in: state.context(at: 40))
        }
    }

    // MARK: Catalogue

    private static let folder = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Genesis")

    /// The row of a file of the Genesis folder, with another code where one is given.
    private func row(_ file: String, _ code: String, as other: String? = nil) throws -> String {
        let bytes = Array(try Data(contentsOf: Self.folder.appending(path: file)))
        let json = try JSONValue(parsing: bytes)
        let rows = try #require(json.array ?? json["types"]?.array)
        let row = try #require(rows.first { $0["code"]?.string == code })
        return JSONText.compact(row).replacing(code, with: other ?? code)
    }

    @Test mutating func `a category's next version is the one in force, and old records stay`()
        throws
    {
        try state.record(chain.registering(0..<1), at: 15)
        let json = try row("categories/TAX.json", "TAX-001")
        let change = CharterChange.category(CatalogueRow(code: "TAX-001", version: 2, json: json))
        try state.enact([change], in: chain)
        #expect(state.charter.categoryVersion("TAX-001") == 2)
        let inspector = try chain.inspector.under(state.charter)
        let old = chain.submission(of: try chain.plainBatch(chain.registrations(1..<2)))
        #expect(
            refusal { () throws(LedgerError) in try inspector.inspect(old) }
                == "ledger.schemaVersion"
        )
        let batch = try chain.plainBatch(chain.registrations(1..<2)).batch
        let next = RecordBatch(
            category: batch.category,
            schemaVersion: 2,
            form: batch.form,
            count: batch.count,
            root: batch.root,
            wrappedSecrets: []
        )
        let submission = chain.submission(
            .records,
            by: "TAX",
            subject: "TAX-001",
            payload: next.encoded,
            attachment: try chain.plainBatch(chain.registrations(1..<2)).attachment
        )
        let signed = try chain.authentic(submission, signer: "TAX", under: inspector)
        #expect(state.refusal(of: signed) == nil)
    }

    @Test mutating func `a category that was not there is appended`() throws {
        let json = try row("categories/TAX.json", "TAX-001", as: "TAX-901")
        let change = CharterChange.category(CatalogueRow(code: "TAX-901", version: 1, json: json))
        let before = chain.inspector.catalogue.categories.map(\.code)
        try state.enact([change], in: chain)
        let after = try chain.inspector.under(state.charter).catalogue.categories.map(\.code)
        #expect(after == before + ["TAX-901"])
    }

    @Test func `versions of rows follow one another`() throws {
        let json = try row("categories/TAX.json", "TAX-001")
        for version in [UInt64(1), 3] {
            let row = CatalogueRow(code: "TAX-001", version: version, json: json)
            let proposal = try chain.proposing([.category(row)])
            #expect(state.refusal(of: proposal) == "ledger.versionOutOfOrder")
        }
    }

    @Test func `a row that the catalogue's loader refuses is refused`() throws {
        let json = try row("categories/TAX.json", "TAX-001")
        let broken = [
            ("{", "ledger.badCatalogueRow"), ("{}", "ledger.badCatalogueRow"),
            (json.replacing("\"sealed\"", with: "\"open\""), "ledger.badCatalogueRow"),
            (try row("categories/TAX.json", "TAX-002"), "ledger.catalogueRowMismatch"),
        ]
        for (text, code) in broken where text != json {
            let row = CatalogueRow(code: "TAX-001", version: 2, json: text)
            let found = refusal { () throws(LedgerError) in
                do { return try chain.proposing([.category(row)]) } catch let error as LedgerError {
                    throw error
                } catch { preconditionFailure("\(error)") }
            }
            #expect(found == code)
        }
    }

    @Test mutating func `a certificate names the version of its type that is in force`() throws {
        let json = try row("certificates.json", "CERT-04")
        let row = CatalogueRow(code: "CERT-04", version: 2, json: json)
        try state.enact([.certificateType(row)], in: chain)
        let inspector = try chain.inspector.under(state.charter)
        let first = chain.submission(of: chain.claims(1))
        #expect(
            refusal { () throws(LedgerError) in try inspector.inspect(first) }
                == "ledger.certificateTypeVersion"
        )
        let claims = chain.claims(1)
        let second = CertificateClaims(
            issuer: claims.issuer,
            subject: claims.subject,
            issuedAt: claims.issuedAt,
            type: claims.type,
            typeVersion: 2,
            fieldDigests: claims.fieldDigests
        )
        let signed = try chain.authentic(
            chain.submission(of: second),
            signer: "TAX",
            under: inspector
        )
        #expect(state.refusal(of: signed) == nil)
        #expect(try CertificateClaims(decoding: second.encoded[...]) == second)
    }
}
