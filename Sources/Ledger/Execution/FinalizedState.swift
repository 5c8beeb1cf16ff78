package import Cryptography
package import Merkle

/// Everything the chain's rules depend on, after the last finalized block.
package struct FinalizedState: Sendable {
    /// The header of the last finalized block.
    package private(set) var header: BlockHeader
    /// The hash of that header.
    package private(set) var hash: Digest
    /// The right edge of the history tree.
    package private(set) var history: Frontier
    /// The status of every leaf.
    package private(set) var statuses: StatusTree
    /// The business keys that have been used.
    package private(set) var recordKeys = RecordKeySet()

    /// What governance decided for the epoch of the next block.
    package private(set) var charter: Charter
    /// The proposals and how the voices on them stand.
    package private(set) var proposals = ProposalRegister()

    /// The validators that were proven to have contradicted themselves.
    package private(set) var accusations = AccusationRegister()

    private(set) var replayWindow = ReplayWindow()
    private var grants: [Digest: GrantRecord] = [:]
    private var targets: [UInt64: StatusTarget] = [:]
    private var certificates: [Tag: UInt64] = [:]

    /// The state that a genesis leads to; it refuses granted keys that lie on no curve.
    init(_ genesis: Genesis) throws(GenesisError) {
        charter = Charter(genesis)
        header = genesis.genesisHeader
        hash = header.hash(genesis.suite)
        history = Frontier(genesis.suite)
        statuses = genesis.statuses
        let entries = genesis.entries
        let hasher = MerkleHasher(genesis.suite)
        for (index, grant) in genesis.document.grants.enumerated() {
            history.append(leafHash: hasher.leaf(entries[index]))
            let key: VerificationKey
            do {
                key = try VerificationKey(grant.key, suite: genesis.suite)
            } catch { throw .badKey(at: "grants[\(index)]") }
            guard let memberIndex = genesis.memberIndex(code: grant.member) else {
                throw .unknownMember(code: grant.member, at: "grants[\(index)]")
            }
            let leafIndex = UInt64(index)
            grants[key.identifier] = GrantRecord(
                grant: grant,
                memberIndex: memberIndex,
                leafIndex: leafIndex,
                key: key
            )
            targets[leafIndex] = StatusTarget(
                entry: entries[index],
                memberIndex: memberIndex,
                kind: .grant(key: key.identifier),
                issuedMs: 0
            )
        }
    }

    /// The grant of a key, revoked or not.
    package func grant(of keyIdentifier: Digest) -> GrantRecord? { grants[keyIdentifier] }

    /// The grants of a member, in the order of the ledger.
    package func grants(ofMember index: Int) -> [GrantRecord] {
        grants.values.filter { $0.memberIndex == index }.sorted { $0.leafIndex < $1.leafIndex }
    }

    /// The entry at a leaf index, if it is one that can be withdrawn.
    package func target(at leafIndex: UInt64) -> StatusTarget? { targets[leafIndex] }

    /// The leaf index of the certificate whose identifier has this tag.
    package func certificate(_ identifier: Tag) -> UInt64? { certificates[identifier] }

    /// Takes in what a block changed.
    mutating func fold(_ block: ExecutedBlock) {
        header = block.header
        hash = block.hash
        let delta = block.delta
        history = delta.history
        statuses = delta.statuses
        // The order in which a table is walked does not show: every key is set once.
        grants.merge(delta.grants) { _, new in new }
        targets.merge(delta.targets) { _, new in new }
        certificates.merge(delta.certificates) { _, new in new }
        delta.presences.forEach { recordKeys.set($1, for: $0) }
        replayWindow.remember(
            delta.signedDigests,
            timeMs: block.header.timeMs,
            keepMs: charter.replay.memoryMs
        )
        if let proposals = delta.proposals { self.proposals = proposals }
        if let accusations = delta.accusations { self.accusations = accusations }
        if let nextCharter = delta.nextCharter { charter = nextCharter }
    }
}
