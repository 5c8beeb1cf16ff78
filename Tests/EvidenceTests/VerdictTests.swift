import Evidence
import Testing

@Suite struct VerdictTests {
    @Test func `only what is missing or too old leaves the question open`() {
        let open = Reason.allCases.filter { $0.conclusion == .cannotTell }
        #expect(
            open == [
                .staleEvidence, .clockBehind, .statusChangedLater, .genesisMissing,
                .genesisUnusable,
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

    @Test func `without a genesis nothing can be told`() {
        let verdict = Verdict(genesis: .genesisMissing)
        #expect(verdict.conclusion == .cannotTell)
        #expect(verdict.reason == .genesisMissing)
        #expect(verdict.checks.isEmpty)
    }

    @Test func `a genesis that is none is refused with a code`() {
        #expect(throws: VerifierError.self) { try Verifier(genesis: Array("{}".utf8)) }
    }
}
