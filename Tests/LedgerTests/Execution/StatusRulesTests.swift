import Cryptography
import Ledger
import Merkle
import Testing

@Suite struct StatusRulesTests {
    private let chain: TestChain
    private var state: LedgerState
    private let issued: AuthenticStatement
    private let leafIndex: UInt64

    init() throws {
        chain = try TestChain()
        state = try chain.state()
        issued = try chain.issuing(1)
        leafIndex = try state.record(issued).firstLeafIndex
    }

    private func change(
        to status: Status,
        by signer: String = "TAX",
        as member: String? = nil,
        at seconds: UInt64 = 10
    ) throws -> AuthenticStatement {
        try chain.changing(
            issued,
            at: leafIndex,
            to: status,
            by: signer,
            as: member,
            at: seconds
        )
    }

    /// The legal transitions of a certificate; the table of 3.3 in the domain description.
    private static let legal: [Status: Set<Status>] = [
        .valid: [.suspended, .superseded, .revoked, .forfeited, .cancelled],
        .suspended: [.valid, .revoked, .forfeited, .cancelled],
    ]
    private static let assignable: [Status] = [
        .valid, .suspended, .superseded, .revoked, .forfeited, .cancelled,
    ]

    @Test(arguments: assignable, assignable)
    func `a certificate goes from one status to another as the law has it`(
        _ from: Status,
        _ to: Status
    ) throws {
        var state = state
        if from != .valid { try state.record(change(to: from), at: 21) }
        #expect(state.finalized.statuses[leafIndex] == from)
        let isLegal = Self.legal[from]?.contains(to) ?? false
        let refusal = state.refusal(of: try change(to: to, at: 11))
        #expect(refusal == (isLegal ? nil : "ledger.illegalTransition"))
    }

    @Test func `only the issuer changes the status of a certificate`() throws {
        #expect(state.refusal(of: try change(to: .revoked)) == nil)
        let others = try change(to: .revoked, by: "AMR")
        #expect(state.refusal(of: others) == "ledger.notTheTargetsIssuer")
    }

    @Test mutating func `an officer withdraws the types of the scope alone`() throws {
        let scope = Scope(categories: .all, certificates: .only(["CERT-03"]))
        try state.record(
            chain.granting(
                KeyGrant(member: "TAX", key: chain.key("officer").publicKey, scope: scope)
            ),
            at: 21
        )
        let revocation = try change(to: .revoked, by: "officer", as: "TAX")
        #expect(state.refusal(of: revocation) == "ledger.outOfScope")
    }

    @Test func `leaf, entry and subject name the same thing`() throws {
        func refusal(_ leaf: UInt64, _ entry: Digest, _ subject: String) throws -> String? {
            let change = StatusChange(
                leafIndex: leaf,
                entry: entry,
                status: .revoked,
                reason: "错发",
                effectiveMs: chain.timeMs(1)
            )
            return state.refusal(of: try chain.changing(change, subject: subject))
        }
        let (entry, subject) = (issued.statement.entry, chain.identifier(1))
        #expect(try refusal(leafIndex, entry, subject) == nil)
        #expect(try refusal(leafIndex, .zero, subject) == "ledger.targetMismatch")
        #expect(try refusal(leafIndex, entry, chain.identifier(2)) == "ledger.targetMismatch")
        #expect(try refusal(leafIndex + 9, entry, subject) == "ledger.unknownTarget")
        #expect(try refusal(0, entry, subject) == "ledger.targetMismatch")
    }

    @Test mutating func `records cannot be withdrawn`() throws {
        let records = try chain.registering(1...1)
        let leafIndex = try state.record(records, at: 21).firstLeafIndex
        #expect(state.finalized.statuses[leafIndex] == .notWithdrawable)
        let change = try chain.changing(records, at: leafIndex, to: .revoked)
        #expect(state.refusal(of: change) == "ledger.unknownTarget")
    }

    @Test(arguments: [Status.revoked, .suspended, .forfeited, .cancelled])
    func `a new change counts from the issue at the earliest, and an old chain replays`(
        _ status: Status
    ) throws {
        let issuedMs = issued.statement.issuedAt * 1_000
        func change(from effectiveMs: UInt64) throws -> AuthenticStatement {
            let change = StatusChange(
                leafIndex: leafIndex,
                entry: issued.statement.entry,
                status: status,
                reason: "错发",
                effectiveMs: effectiveMs
            )
            return try chain.changing(change, subject: chain.identifier(1))
        }
        let parent = state.finalized.hash
        let now = chain.timeMs(30)
        try state.check(try change(from: issuedMs), after: parent, timeMs: now)
        let early = try change(from: issuedMs - 1)
        let error = #expect(throws: LedgerError.self) {
            try state.check(early, after: parent, timeMs: now)
        }
        #expect(error?.code == "ledger.effectiveBeforeIssue")
        let proposed = try state.propose(from: [early], in: state.context(at: 30))
        #expect(proposed.refused.map(\.reason.code) == ["ledger.effectiveBeforeIssue"])
        #expect(state.refusal(of: early) == nil, "a block from before the rule")
    }

    @Test func `a change counts from the past and has a reason`() throws {
        func change(reason: String, at seconds: UInt64) throws -> AuthenticStatement {
            let change = StatusChange(
                leafIndex: leafIndex,
                entry: issued.statement.entry,
                status: .revoked,
                reason: reason,
                effectiveMs: chain.timeMs(seconds)
            )
            return try chain.changing(change, subject: chain.identifier(1))
        }
        #expect(state.refusal(of: try change(reason: "错发", at: 90)) == nil)
        #expect(state.refusal(of: try change(reason: "错发", at: 91)) == "ledger.effectiveInFuture")
        #expect(throws: LedgerError(.status(.missingReason))) { try change(reason: " ", at: 0) }
        let long = String(repeating: "长", count: 400)
        #expect(throws: LedgerError.self) { try change(reason: long, at: 0) }
    }
}
