import Cryptography
import Ledger
import Merkle
import Testing

@Suite struct CertificateRulesTests {
    private let chain: TestChain
    private var state: LedgerState

    init() throws {
        chain = try TestChain()
        state = try chain.state()
    }

    @Test func `a type is issued by members of its role alone`() throws {
        #expect(state.refusal(of: try chain.issuing(1)) == nil)
        let others = try chain.issuing(1, by: "AMR", type: "CERT-04")
        #expect(state.refusal(of: others) == "ledger.notTheIssuer")
    }

    @Test mutating func `an identifier is issued once`() throws {
        try state.record(chain.issuing(1))
        #expect(state.refusal(of: try chain.issuing(1, at: 11)) == "ledger.certificateExists")
        #expect(state.refusal(of: try chain.issuing(2)) == nil)
    }

    @Test mutating func `a new certificate is valid, found by its identifier, and has an entry`()
        throws
    {
        let issued = try chain.issuing(1)
        let leafIndex = try state.record(issued).firstLeafIndex
        #expect(state.finalized.statuses[leafIndex] == .valid)
        let tag = Tag(of: chain.identifier(1), suite: .p256)
        #expect(state.finalized.certificate(tag) == leafIndex)
        #expect(state.finalized.target(at: leafIndex)?.entry == issued.statement.entry)
        #expect(state.finalized.certificate(Tag(of: "x", suite: .p256)) == nil)
    }

    @Test mutating func `a replacement supersedes what it replaces`() throws {
        let leafIndex = try state.record(chain.issuing(1)).firstLeafIndex
        try state.record(chain.issuing(2, supersedes: leafIndex), at: 21)
        #expect(state.finalized.statuses[leafIndex] == .superseded)
        #expect(state.finalized.statuses[leafIndex + 1] == .valid)
        let again = try chain.issuing(3, supersedes: leafIndex)
        #expect(state.refusal(of: again) == "ledger.illegalTransition")
    }

    @Test mutating func `a replacement is of the same type and issuer, and of a certificate`()
        throws
    {
        let leafIndex = try state.record(chain.issuing(1)).firstLeafIndex
        let otherType = try chain.issuing(2, type: "CERT-03", supersedes: leafIndex)
        #expect(state.refusal(of: otherType) == "ledger.supersedesOtherType")
        let otherIssuer = try chain.issuing(2, by: "AMR", type: "CERT-01", supersedes: leafIndex)
        #expect(state.refusal(of: otherIssuer) == "ledger.notTheTargetsIssuer")
        let grant = try chain.issuing(2, supersedes: 0)
        #expect(state.refusal(of: grant) == "ledger.unknownTarget")
        let nothing = try chain.issuing(2, supersedes: 1_000)
        #expect(state.refusal(of: nothing) == "ledger.unknownTarget")
    }
}
