import COSE
import Cryptography
import Ledger

extension TestChain {
    /// A signed proposal that can be voted on for an hour.
    func proposing(
        _ changes: [CharterChange],
        by signer: String = "TAX",
        reason: String = "按章程",
        acceptsFewValidators: Bool = false,
        at seconds: UInt64 = 10,
        under inspector: StatementInspector? = nil
    ) throws -> AuthenticStatement {
        let proposal = Proposal(
            changes: changes,
            reason: reason,
            notAfterMs: timeMs(seconds + 3_600),
            acceptsFewValidators: acceptsFewValidators
        )
        let submission = submission(
            .proposal,
            by: signer,
            subject: Proposal.subject,
            at: seconds,
            payload: proposal.encoded
        )
        return try authentic(submission, signer: signer, under: inspector)
    }

    /// A signed ballot on a proposal.
    func voting(
        on proposal: AuthenticStatement,
        by signer: String,
        approves: Bool = true,
        at seconds: UInt64 = 10,
        under inspector: StatementInspector? = nil
    ) throws -> AuthenticStatement {
        let ballot = Ballot(proposal: proposal.statement.entry, approves: approves)
        let submission = submission(
            .ballot,
            by: signer,
            subject: ballot.proposal.hexadecimal,
            at: seconds,
            payload: ballot.encoded
        )
        return try authentic(submission, signer: signer, under: inspector)
    }

    func authentic(
        _ submission: Submission,
        signer: String,
        under inspector: StatementInspector?
    ) throws -> AuthenticStatement {
        let key = try VerificationKey(key(signer).publicKey, suite: suite)
        return try (inspector ?? self.inspector).inspect(submission).checkSignatures { _ in key }
    }

    /// A seat for a node, with keys of these names.
    func seat(
        _ member: String,
        node: String? = nil,
        vote: String,
        transport: String? = nil,
        possessing other: String? = nil
    ) -> NodeSeat {
        let name = node ?? "node-\(member)"
        let transportKey = key(transport ?? "transport-\(member)").publicKey
        let proven = NodeSeat(
            member: member,
            name: name,
            voteKey: key(other ?? vote),
            transportKey: transportKey,
            address: nil,
            chain: genesis.chain
        )
        return NodeSeat(
            member: member,
            name: name,
            voteKey: key(vote).publicKey,
            transportKey: transportKey,
            address: nil,
            possession: proven.possession
        )
    }
}

extension LedgerState {
    /// Proposes, votes with what decides and finalizes; returns the block that ended the epoch.
    @discardableResult
    mutating func enact(
        _ changes: [CharterChange],
        in chain: TestChain,
        acceptsFewValidators: Bool = false,
        at seconds: UInt64 = 20
    ) throws -> ExecutedBlock {
        let inspector = try chain.inspector.under(charter)
        let proposal = try chain.proposing(
            changes,
            acceptsFewValidators: acceptsFewValidators,
            at: seconds,
            under: inspector
        )
        try record(proposal, at: seconds)
        let amr = try chain.voting(on: proposal, by: "AMR", at: seconds, under: inspector)
        let bank = try chain.voting(on: proposal, by: "BANK-A", at: seconds, under: inspector)
        return try record(amr, bank, at: seconds + 1)
    }
}
