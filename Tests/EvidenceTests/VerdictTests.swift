import Evidence
import JSON
import Testing

@Suite struct VerdictTests {
    @Test func `only what is missing or too old leaves the question open`() {
        let open = Reason.allCases.filter { $0.conclusion == .cannotTell }
        #expect(
            open == [
                .staleEvidence, .clockBehind, .statusChangedLater, .genesisMissing,
                .genesisUnusable, .fileNotRead, .documentNotRead,
            ]
        )
        #expect(Reason.allCases.allSatisfy { $0.conclusion != .valid })
    }

    @Test func `every reason and check has a wording of its own in both languages`() {
        for texts in [
            Reason.allCases.map(\.english), Reason.allCases.map(\.chinese),
            Check.Name.allCases.map(\.english), Check.Name.allCases.map(\.chinese),
        ] {
            #expect(Set(texts).count == texts.count)
            #expect(texts.allSatisfy { !$0.isEmpty })
        }
    }

    @Test func `an English reader reads the names of fields in words`() {
        let names = ["holder_name", "holder_id", "cert_no", "holder_uscc", "valid_to"]
        #expect(
            names.map(FieldLabel.english) == [
                "Holder name", "Holder ID", "Certificate number", "Holder credit code", "Valid to",
            ]
        )
    }

    @Test func `without a genesis nothing can be told`() {
        let verdict = Verdict(unread: .genesisMissing)
        #expect(verdict.conclusion == .cannotTell)
        #expect(verdict.reason == .genesisMissing)
        #expect(verdict.checks.isEmpty)
    }

    @Test func `a genesis that is none is refused with a code`() {
        #expect(throws: VerifierError.self) { try Verifier(genesis: Array("{}".utf8)) }
    }

    @Test func `the schema names every reason and check, and no other`() throws {
        let schema = try JSONSchema.ofVerdicts().root
        let reasons = schema["$defs"]?["reason"]?["enum"]?.array?.compactMap(\.string)
        #expect(reasons == Reason.allCases.map(\.rawValue))
        let checks = schema["$defs"]?["check"]?["properties"]?["check"]?["enum"]?.array
        #expect(checks?.compactMap(\.string) == Check.Name.allCases.map(\.rawValue))
    }

    @Test func `verdicts without a file fit the schema, and spoiled ones do not`() throws {
        let schema = try JSONSchema.ofVerdicts()
        for reason in Reason.allCases {
            let verdict = Verdict(unread: reason)
            let json = verdict.jsonValue(file: "-", ledger: nil, note: ("not there", "没有"))
            #expect(schema.violations(in: json) == [])
            #expect(json["english"] == "not there")
        }
        let verdict = Verdict(unread: .fileNotRead).jsonValue(file: "-", ledger: nil)
        guard case .object(let members) = verdict else { return }
        for place in members.indices {
            var spoiled = members
            spoiled[place] = JSONMember(members[place].name, .boolean(true))
            #expect(schema.violations(in: .object(spoiled)) != [], "\(members[place].name)")
            spoiled.remove(at: place)
            #expect(schema.violations(in: .object(spoiled)) != [], "\(members[place].name)")
        }
        let longer = members + [JSONMember("more", .null)]
        #expect(schema.violations(in: .object(longer)) == ["$: more is not in the schema"])
    }
}
