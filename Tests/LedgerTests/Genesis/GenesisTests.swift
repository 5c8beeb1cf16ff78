import CBOR
import Cryptography
import Ledger
import Merkle
import TestSupport
import Testing

@Suite struct GenesisTests {
    @Test(arguments: Suite.allCases)
    func `a written genesis reads back, and its bytes name the chain`(_ suite: Suite) throws {
        let document = try TestChain.document(suite, keys: TestKeys.keys(suite))
        let genesis = try Genesis(bytes: document.encoded)
        #expect(genesis.document == document)
        #expect(genesis.document.encoded == document.encoded)
        #expect(genesis.chainID == suite.digest(document.encoded))
        #expect(
            genesis.validators.validators.map(\.name) == [
                "node-TAX", "node-AMR", "node-BANK-A", "node-BANK-B",
            ]
        )
    }

    @Test func `a type says that it takes two persons, and one that says nothing takes one`()
        throws
    {
        let genesis = try TestChain().genesis
        let two = genesis.document.certificateTypes.filter(\.needsTwoPersons).map(\.code)
        #expect(two == ["CERT-09", "CERT-10", "CERT-15", "CERT-16"])
        let text = String(decoding: genesis.document.encoded, as: UTF8.self)
        #expect(text.split(separator: "\"twoPersons\": true").count == 5)
        #expect(!text.contains("\"twoPersons\": false"))
    }

    @Test func `a number's unit is kept, and money has none, for it is shown in yuan`() throws {
        let document = try TestChain().genesis.document
        let fields = document.certificateTypes.flatMap(\.fields)
        #expect(fields.first { $0.name == "scale" }?.unit == "m2")
        #expect(fields.first { $0.name == "planned_days" }?.unit == "天")
        #expect(fields.allSatisfy { $0.type != "money" || $0.unit == nil })
        #expect(try Genesis(bytes: document.encoded).document == document)
    }

    @Test func `members are found by code, issuer and credit code`() throws {
        let genesis = try TestChain().genesis
        let tax = try #require(genesis.member(code: "TAX"))
        #expect(genesis.member(issuer: "urn:uscc:11440399900004920C") == tax)
        #expect(genesis.member(uscc: "11440399900004920C") == tax)
        #expect(genesis.member(code: "tax") == nil)
        #expect(genesis.member(uscc: "") == nil)
    }

    @Test func `a key of the genesis leads to its grant and leaf`() throws {
        let chain = try TestChain()
        let found = try #require(chain.genesis.grant(of: chain.key("FIN").identifier))
        #expect(found.leafIndex == 2)
        #expect(found.grant.member == "FIN")
        #expect(chain.genesis.grant(of: chain.key("stranger").identifier) == nil)
    }

    @Test(arguments: Suite.allCases)
    func `the first header holds the genesis grants as first leaves`(_ suite: Suite) throws {
        let genesis = try TestChain(suite).genesis
        let header = genesis.genesisHeader
        var history = Frontier(suite)
        for grant in genesis.document.grants {
            let entry = suite.digest(grant.encoded)
            history.append(leafHash: MerkleHasher(suite).leaf(entry))
        }
        #expect(header.treeSize == 5)
        #expect(header.treeRoot == history.root())
        #expect(header.height == 0)
        #expect(header.parent == .zero)
        #expect(header.timeMs == TestChain.createdMs)
        #expect(header.validatorsHash == genesis.validators.hash(suite))
        #expect(try LedgerState(genesis).finalized.header == header)
        #expect(try LedgerState(genesis).finalized.history == history)
    }

    @Test func `a catalogue other than the chain's is refused`() throws {
        let catalogue = try TestCatalogue.get()
        try TestChain().genesis.check(catalogue)
        let other = try TestChain { $0.catalogueDigest = .zero }.genesis
        #expect(throws: GenesisError.self) { try other.check(catalogue) }
    }

    @Test func `an unknown member of the document is named`() throws {
        let document = try TestChain.document(.p256, keys: TestKeys.keys(.p256))
        let text = String(decoding: document.encoded, as: UTF8.self)
        let misspelt = text.replacing("\"uscc\"", with: "\"usscc\"", maxReplacements: 1)
        #expect(code(of: misspelt) == "genesis.document")
        let extended = text.replacing("\"limits\"", with: "\"limit\": 1, \"limits\"")
        #expect(code(of: extended) == "genesis.document")
        #expect(code(of: text) == nil)
    }

    /// A change to a good genesis, and the code of the error it leads to.
    private typealias Fault = (code: String, change: (inout GenesisDocument) -> Void)

    private static var faults: [Fault] {
        let badMember = Member(
            code: "FIN",
            role: "FIN",
            nameZh: "财",
            nameEn: "F",
            uscc: "1144039990000159"
        )
        return [
            ("genesis.duplicate", { $0.members.append($0.members[0]) }),
            ("genesis.duplicate", { $0.grants.append($0.grants[0]) }),
            ("genesis.duplicate", { $0.nodes.append($0.nodes[2]) }),
            ("genesis.duplicate", { $0.certificateTypes.append($0.certificateTypes[0]) }),
            ("genesis.empty", { $0.grants = [] }),
            ("genesis.unknownMember", { $0.members.removeLast() }),
            ("genesis.unknownMember", { $0.members.remove(at: 2) }),
            ("genesis.unknownCertificateType", { $0.certificateTypes = [] }),
            ("genesis.badValue", { $0.members[2] = badMember }),
            ("genesis.tooManyValidators", { $0.limits.validators = 3 }),
            ("genesis.validators", { $0.nodes = [] }),
            ("genesis.document", { $0.limits.blockBytes = 1 }),
            ("genesis.document", { $0.limits.validators = 101 }),
        ]
    }

    @Test func `a genesis that does not fit together is refused`() throws {
        var document = try TestChain.document(.p256, keys: TestKeys.keys(.p256))
        let officer = KeyGrant(
            member: "TAX",
            key: TestKeys.key("officer").publicKey,
            scope: Scope(categories: .only(["TAX-001"]), certificates: .only(["CERT-04"]))
        )
        document.grants.append(officer)
        _ = try Genesis(bytes: document.encoded)
        for (index, fault) in Self.faults.enumerated() {
            var broken = document
            fault.change(&broken)
            let code = code(of: String(decoding: broken.encoded, as: UTF8.self))
            #expect(code == fault.code, "fault \(index)")
        }
    }

    @Test func `damaged bytes are refused or change the chain's name, and never trap`() throws {
        let bytes = try TestChain().genesis.document.encoded
        let name = Suite.p256.digest(bytes)
        withSeeds(0..<300) { generator in
            let mutant = generator.mutated(bytes)
            guard mutant != bytes, let genesis = try? Genesis(bytes: mutant) else { return true }
            return genesis.chainID != name
        }
    }

    private func code(of text: String) -> String? {
        do throws(GenesisError) {
            _ = try Genesis(bytes: Array(text.utf8))
            return nil
        } catch { return error.code }
    }
}
