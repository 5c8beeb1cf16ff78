import Catalogue
import Client
import Console
import Cryptography
import JSON
import Ledger
import Testing

@Suite struct GovernanceTests {
    private let folder: TemporaryFolder
    private let network: Network

    init() throws {
        folder = try TemporaryFolder()
        network = try Demonstration.network(in: folder.path + "/network")
    }

    private func view() throws -> GovernanceView {
        let key = "\"" + String(repeating: "04", count: 65) + "\""
        let text = """
            { "epoch": 3, "voices": 4, "needed": 3, "height": 9, "time_ms": 1,
              "members": [
                { "code": "TAX", "role": "TAX", "name_zh": "区税务局", "name_en": "Tax Bureau",
                  "uscc": "11440399900004920C", "removed": false, "voice": true } ],
              "nodes": [
                { "name": "tax", "member": "TAX", "vote_key": \(key), "transport_key": \(key),
                  "address": null } ],
              "limits": { "heartbeatMs": 30000 }, "rules": [ { "version": 1, "height": 0 } ],
              "categories": [ { "code": "TAX-001", "version": 2, "row": "{}" } ],
              "certificate_types": [ { "code": "CERT-04", "version": 1 } ],
              "proposals": [
                { "entry": "\(String(repeating: "ab", count: 32))", "leaf_index": 1,
                  "member": "TAX", "time_ms": 1, "not_after_ms": 2, "state": "open",
                  "decided_height": null, "void_code": null, "void_zh": null, "void_en": null,
                  "for": ["TAX"], "against": [], "missing": 2 } ] }
            """
        return try #require(GovernanceView(JSONValue(parsing: Array(text.utf8))))
    }

    @Test func `what a node says about governance is read whole or not at all`() throws {
        let view = try view()
        #expect(view.epoch == 3)
        #expect(view.items(named: "ABAB").count == 1)
        #expect(view.items(named: "cd").isEmpty)
        #expect(view.member("TAX")?.nameZh == "区税务局")
        #expect(view.categories == ["TAX-001": 2])
        let members = try #require(view.json.object)
        for member in members where !["height", "time_ms"].contains(member.name) {
            let rest = JSONValue.object(members.filter { $0.name != member.name })
            let isOptional = ["rules", "categories", "certificate_types"].contains(member.name)
            #expect((GovernanceView(rest) != nil) == isOptional)
        }
    }

    @Test func `every change is explained in both languages, with what holds now`() throws {
        let words = ChangeWords(try view())
        let key = SigningKey(generating: .p256).publicKey
        let seat = NodeSeat(
            member: "TAX",
            name: "tax",
            voteKey: key,
            transportKey: key,
            address: "tax.example:7000",
            possession: SigningKey(generating: .p256).sign([1])
        )
        let row = CatalogueRow(code: "TAX-001", version: 3, json: "{}")
        let member = try #require(network.genesis.member(code: "TAX"))
        let changes: [CharterChange] = [
            .admitMember(member, key: key), .removeMember(code: "TAX"), .addValidator(seat),
            .replaceValidator(name: "tax", seat), .rekeyValidator(seat),
            .removeValidator(name: "tax"), .category(row), .certificateType(row),
            .limit(name: "heartbeatMs", value: 1), .rules(version: 2, height: 9),
        ]
        for change in changes {
            let phrase = words.phrase(change)
            #expect(phrase.english.count > 10)
            #expect(phrase.chinese.unicodeScalars.contains { $0.value >= 0x4e00 })
        }
        #expect(words.phrase(changes[8]).chinese == "参数 heartbeatMs 由 30000 改为 1")
        #expect(words.phrase(changes[4]).english.contains("Tax Bureau (TAX)"))
        #expect(words.phrase(changes[4]).chinese.contains("区税务局（TAX）的验证节点 tax"))
    }

    @Test func `a rotated key is proven, readable by its owner alone, and beside the old one`()
        throws
    {
        let home = network.folder.home("tax")
        let keys = NodeKeys(home, suite: .p256)
        let (key, path) = try keys.makeVoteKey()
        #expect(try KeyFile.signingKey(at: path).publicKey == key.publicKey)
        #expect(try keys.voteKey().publicKey != key.publicKey)
        let seat = try keys.seat(voteKey: key, member: "TAX", chain: network.genesis.chain)
        let entry = try #require(network.genesis.document.nodes.first { $0.name == "tax" })
        #expect(seat.name == "tax")
        #expect(seat.transportKey == entry.transportKey)
        let message = KeyPossession.message(
            member: "TAX",
            node: "tax",
            voteKey: key.publicKey,
            transportKey: seat.transportKey,
            chain: network.genesis.chain
        )
        let verifier = try VerificationKey(key.publicKey, suite: .p256)
        #expect(verifier.isValid(seat.possession, for: message))
        keys.remove(path)
        #expect(throws: CryptographyError.self) { try KeyFile.signingKey(at: path) }
    }

    @Test func `a seat file reads back as it was written, and a broken one is refused`() throws {
        let keys = NodeKeys(network.folder.home("tax"), suite: .p256)
        let seat = try keys.seat(
            voteKey: try keys.voteKey(),
            member: "TAX",
            chain: network.genesis.chain
        )
        let json = SeatFile.json(seat)
        #expect(try SeatFile.seat(json, path: "x") == seat)
        let members = try #require(json.object)
        for name in ["member", "node", "vote_key", "transport_key", "possession"] {
            let rest = JSONValue.object(members.filter { $0.name != name })
            #expect(throws: ClientError.self) { try SeatFile.seat(rest, path: "x") }
        }
    }

    @Test func `a file of changes is read in its order, and odd ones are refused`() throws {
        let text = """
            [ { "limit": { "name": "heartbeatMs", "value": 10000 } },
              { "remove_validator": "amr" }, { "remove_member": "AMR" },
              { "rules": { "version": 2, "height": 100 } },
              { "category": { "version": 2, "row": { "code": "TAX-001" } } } ]
            """
        let changes = try ChangeFile("x").changes(JSONValue(parsing: Array(text.utf8)))
        #expect(
            changes == [
                .limit(name: "heartbeatMs", value: 10_000), .removeValidator(name: "amr"),
                .removeMember(code: "AMR"), .rules(version: 2, height: 100),
                .category(
                    CatalogueRow(code: "TAX-001", version: 2, json: #"{"code":"TAX-001"}"#)
                ),
            ]
        )
        for odd in ["{}", "[{}]", #"[{"limit":{"name":"x"}}]"#, #"[{"shout":"x"}]"#] {
            #expect(throws: ClientError.self) {
                try ChangeFile("x").changes(JSONValue(parsing: Array(odd.utf8)))
            }
        }
    }
}

@Suite struct CatalogueEditionTests {
    @Test func `what is written follows the version in force, what was written its own`() throws {
        let catalogue = try Demonstration.catalogue()
        let file = try NetworkFolder.document(Demonstration.root + "/Genesis/categories/TAX.json")
        let row = try #require(file.array?.first { $0["code"]?.string == "TAX-001" })
        let renamed = JSONText.compact(row).replacing(
            "\"source\":\"TAX\"",
            with: "\"source\":\"FIN\""
        )
        let json: JSONValue = [
            "epoch": 1, "voices": 1, "needed": 1, "members": [], "nodes": [], "limits": [:],
            "proposals": [],
            "categories": [["code": "TAX-001", "version": 2, "row": .string(renamed)]],
        ]
        let edition = try CatalogueEdition(catalogue, try #require(GovernanceView(json)))
        #expect(edition.categoryVersion("TAX-001") == 2)
        #expect(edition.categoryVersion("TAX-002") == 1)
        #expect(edition.current.category("TAX-001")?.source == "FIN")
        #expect(edition.category("TAX-001", version: 1)?.source == "TAX")
        #expect(edition.category("TAX-001", version: 2)?.source == "FIN")
        #expect(edition.category("TAX-001", version: 3) == nil)
    }
}
