import CBOR
import Cryptography
import Merkle

/// The execution of one block, statement by statement.
///
/// A statement that is refused leaves no trace, so that a proposer can go on with the next one.
/// What the rules are stands in the files of `Rules`, one file a subject.
struct BlockExecution {
    let genesis: Genesis
    let context: BlockContext
    /// What governance decided for the epoch.
    let charter: Charter
    /// The rules that hold at the block's height.
    let rules: RuleVersion
    /// The position of the block in the chain.
    let height: UInt64

    var view: StateView
    var usage = BlockUsage()
    private(set) var leafHashes: [Digest] = []
    var effects = StateEffects()

    init(
        _ context: BlockContext,
        height: UInt64,
        view: StateView,
        genesis: Genesis,
        charter: Charter,
        rules: RuleVersion
    ) {
        self.genesis = genesis
        self.charter = charter
        self.rules = rules
        self.context = context
        self.height = height
        self.view = view
    }

    /// The leaf index that the next statement gets.
    var nextLeafIndex: UInt64 { view.delta.history.size }

    /// Checks a statement by all rules, and by those that only new statements are held to.
    ///
    /// For who takes statements in or proposes them. A block that has such a statement is good all
    /// the same: chains from before the rule replay.
    mutating func admit(_ authentic: AuthenticStatement) throws(LedgerError) {
        if case .status(let change) = authentic.statement.content { try checkStart(of: change) }
        try apply(authentic)
    }

    /// Checks a statement by all rules and takes in what it changes.
    mutating func apply(_ authentic: AuthenticStatement) throws(LedgerError) {
        switch rules {
        case .first: try applyByFirstRules(authentic.statement)
        }
    }

    private mutating func applyByFirstRules(
        _ statement: InspectedStatement
    ) throws(LedgerError) {
        try checkEpoch(of: statement)
        try checkRoom(for: statement)
        try checkTime(of: statement)
        try checkReplay(of: statement)
        if case .equivocation(let inspected) = statement.content {
            try applyEquivocation(inspected, of: statement)
            return append(statement, status: .notWithdrawable)
        }
        let signer = try signer(of: statement)
        let status = try apply(statement, by: signer)
        append(statement, status: status)
    }

    /// Takes in what a statement says; the result is the first status of its leaf.
    private mutating func apply(
        _ statement: InspectedStatement,
        by signer: GrantRecord
    ) throws(LedgerError) -> Status {
        // The rule of time has found that this is a moment.
        let issuedMs = statement.issuedAt * 1_000
        switch statement.content {
        case .records(let batch):
            try applyRecords(batch, by: signer)
            effects.records(batch, memberIndex: signer.memberIndex)
            return .notWithdrawable
        case .certificate(let claims):
            try applyCertificate(
                claims,
                approving: statement.draft,
                entry: statement.entry,
                issuedMs: issuedMs,
                by: signer
            )
            effects.certificate(claims, memberIndex: signer.memberIndex)
            return .valid
        case .status(let change):
            try applyStatus(change, subject: statement.subject, by: signer)
            effects.status(change)
            return .notWithdrawable
        case .grant(let grant, let key):
            try applyGrant(
                grant,
                key: key,
                entry: statement.entry,
                issuedMs: issuedMs,
                by: signer
            )
            effects.grant(grant)
            return .valid
        case .proposal(let content):
            try applyProposal(content, entry: statement.entry, by: signer)
            return .notWithdrawable
        case .ballot(let ballot):
            try applyBallot(ballot, by: signer)
            return .notWithdrawable
        case .equivocation(let inspected):
            try applyEquivocation(inspected, of: statement)
            return .notWithdrawable
        }
    }

    private mutating func append(_ statement: InspectedStatement, status: Status) {
        let signed = Tag(prefixOf: statement.signedDigest)
        effects.signed(signed, leafIndex: nextLeafIndex)
        view.delta.addSigned(signed)
        view.delta.history.append(leafHash: statement.leafHash)
        view.delta.statuses.append(status)
        leafHashes.append(statement.leafHash)
        usage.add(statement)
    }

    /// Ends the block: its header follows from everything before.
    consuming func finish() -> ExecutedBlock {
        let suite = genesis.suite
        let validators = charter.validators
        view.delta.stateDigest = effects.digest(
            after: view.delta.stateDigest,
            height: height,
            timeMs: context.timeMs,
            suite: suite
        )
        let validatorsHash = validators.hash(suite)
        let header = BlockHeader(
            chainID: genesis.chainID,
            epoch: validators.epoch,
            height: height,
            view: context.view,
            parent: context.parent,
            timeMs: context.timeMs,
            proposer: context.proposer,
            treeSize: view.delta.history.size,
            treeRoot: view.delta.history.root(),
            statusRoot: view.delta.statuses.root(),
            stateDigest: view.delta.stateDigest,
            validatorsHash: validatorsHash,
            nextValidatorsHash: view.delta.nextCharter?.validators.hash(suite) ?? validatorsHash
        )
        return ExecutedBlock(
            header: header,
            hash: header.hash(suite),
            leafHashes: leafHashes,
            recordCount: usage.records,
            delta: view.delta
        )
    }
}
