package import Cryptography

/// The state of the ledger: what is finalized, and the unfinalized blocks on top of it.
///
///     finalized ──┬── A ── B          every unfinalized block is a set of changes over its parent;
///                 └── C               finalizing A and B folds them in and drops C
///
/// It is a value and decides by its arguments alone. Keep one and change it in place: a copy that
/// is held while the original changes makes the large tables be copied too.
package struct LedgerState: Sendable {
    /// The chain's genesis.
    package let genesis: Genesis
    /// The state after the last finalized block.
    package private(set) var finalized: FinalizedState

    /// The unfinalized blocks by their hashes.
    private var unfinalized: [Digest: ExecutedBlock] = [:]

    /// The state that a genesis leads to.
    package init(_ genesis: Genesis) throws(GenesisError) {
        self.genesis = genesis
        finalized = try FinalizedState(genesis)
    }
}

// MARK: - Questions

extension LedgerState {
    /// What governance decided for the epoch after the last finalized block.
    package var charter: Charter { finalized.charter }

    /// The validators that decide on the blocks after the last finalized one, up to and including
    /// the block that ends their epoch.
    package var validators: ValidatorSet { finalized.charter.validators }

    /// The header of the last finalized block or of an unfinalized one; nil for all others.
    package func header(of hash: Digest) -> BlockHeader? {
        hash == finalized.hash ? finalized.header : unfinalized[hash]?.header
    }

    /// The key of this name, if a block up to and including `block` granted it, revoked or not.
    ///
    /// These are the keys whose signatures the children of `block` may bear.
    package func key(_ identifier: Digest, asOf block: Digest) -> VerificationKey? {
        guard let ancestors = try? changes(upTo: block) else { return nil }
        for ancestor in ancestors {
            if let grant = ancestor.grants[identifier] { return grant.key }
        }
        if let grant = finalized.grant(of: identifier) { return grant.key }
        return charter.ungrantedKeys.first { $0.key.identifier == identifier }?.key
    }

    /// The changes that lead from the finalized state to a block, youngest first.
    private func changes(upTo block: Digest) throws(LedgerError) -> [StateDelta] {
        var changes: [StateDelta] = []
        var hash = block
        while hash != finalized.hash {
            guard let ancestor = unfinalized[hash] else {
                throw LedgerError(.block(.unknownParent(block)))
            }
            changes.append(ancestor.delta)
            hash = ancestor.header.parent
        }
        return changes
    }
}

// MARK: - Blocks

extension LedgerState {
    /// Executes a block; all its statements must be good.
    package func execute(
        _ statements: [AuthenticStatement],
        in context: BlockContext
    ) throws(LedgerError) -> ExecutedBlock {
        var execution = try begin(context)
        for (index, statement) in statements.enumerated() {
            do {
                try execution.apply(statement)
            } catch { throw error.at(statement: index) }
        }
        return execution.finish()
    }

    /// Executes a block and checks that its header says what execution leads to.
    package func verify(
        _ header: BlockHeader,
        _ statements: [AuthenticStatement]
    ) throws(LedgerError) -> ExecutedBlock {
        let block = try execute(statements, in: BlockContext(header))
        if let field = block.header.firstDifference(from: header) {
            throw LedgerError(.block(.headerMismatch(field)))
        }
        return block
    }

    /// Whether a statement would be good in a block after `parent` at this time.
    ///
    /// For those who take in statements: what is refused here will not be proposed either.
    package func check(
        _ statement: AuthenticStatement,
        after parent: Digest,
        timeMs: UInt64
    ) throws(LedgerError) {
        let parentMs = header(of: parent)?.timeMs ?? 0
        let context = BlockContext(
            parent: parent,
            view: 0,
            proposer: 0,
            timeMs: max(timeMs, parentMs.saturatingSum(1))
        )
        var execution = try begin(context)
        try execution.admit(statement)
    }

    func begin(_ context: BlockContext) throws(LedgerError) -> BlockExecution {
        let ancestors = try changes(upTo: context.parent)
        guard let parent = header(of: context.parent) else {
            throw LedgerError(.block(.unknownParent(context.parent)))
        }
        guard ancestors.first?.nextCharter == nil else {
            throw LedgerError(.block(.parentEndsEpoch(context.parent)))
        }
        let height = parent.height + 1
        guard let rules = charter.rules.version(at: height) else {
            let version = charter.rules.number(at: height)
            throw LedgerError(.block(.unknownRules(version: version, height: height)))
        }
        guard context.timeMs > parent.timeMs else {
            throw LedgerError(
                .block(.timeNotAfterParent(parentMs: parent.timeMs, timeMs: context.timeMs))
            )
        }
        let youngest = ancestors.first
        let delta = StateDelta(
            history: youngest?.history ?? finalized.history,
            statuses: youngest?.statuses ?? finalized.statuses,
            stateDigest: parent.stateDigest
        )
        return BlockExecution(
            context,
            height: height,
            view: StateView(base: finalized, ancestors: ancestors, delta: delta),
            genesis: genesis,
            charter: charter,
            rules: rules
        )
    }

    /// Keeps an executed block, so that others can be executed after it.
    package mutating func adopt(_ block: ExecutedBlock) {
        precondition(header(of: block.header.parent) != nil, "the parent is not at hand")
        unfinalized[block.hash] = block
    }

    /// Makes a block and its ancestors final, and drops all blocks that do not descend from it.
    ///
    /// Returns what became final, oldest first; nothing when the block was final already.
    @discardableResult
    package mutating func finalize(_ hash: Digest) throws(LedgerError) -> [ExecutedBlock] {
        var chain: [ExecutedBlock] = []
        var next = hash
        while next != finalized.hash {
            guard let block = unfinalized[next] else {
                throw LedgerError(.block(.unknownParent(hash)))
            }
            chain.append(block)
            next = block.header.parent
        }
        chain.reverse()
        for block in chain {
            unfinalized[block.hash] = nil
            finalized.fold(block)
        }
        unfinalized = unfinalized.filter { descendsFromFinalized($0.value) }
        return chain
    }

    private func descendsFromFinalized(_ block: ExecutedBlock) -> Bool {
        var parent = block.header.parent
        while parent != finalized.hash {
            guard let ancestor = unfinalized[parent] else { return false }
            parent = ancestor.header.parent
        }
        return true
    }
}

extension BlockHeader {
    /// The first field, of those that execution determines, in which two headers differ.
    fileprivate func firstDifference(from other: BlockHeader) -> HeaderField? {
        let fields: [(HeaderField, Bool)] = [
            (.version, version == other.version),
            (.chainID, chainID == other.chainID),
            (.epoch, epoch == other.epoch),
            (.height, height == other.height),
            (.treeSize, treeSize == other.treeSize),
            (.treeRoot, treeRoot == other.treeRoot),
            (.statusRoot, statusRoot == other.statusRoot),
            (.stateDigest, stateDigest == other.stateDigest),
            (.validatorsHash, validatorsHash == other.validatorsHash),
            (.nextValidatorsHash, nextValidatorsHash == other.nextValidatorsHash),
        ]
        return fields.first { !$0.1 }?.0
    }
}
