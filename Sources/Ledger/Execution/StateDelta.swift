import Cryptography
import Merkle

/// What a block changes, in the order in which it changes it.
struct StateDelta: Sendable {
    /// The history after the block.
    var history: Frontier
    /// The statuses after the block; shares what it did not change.
    var statuses: StatusTree
    /// The digest of the state after the block.
    var stateDigest: Digest

    /// The proposals after the block; nil when it did not touch them.
    var proposals: ProposalRegister?
    /// The accusations after the block; nil when it brought none.
    var accusations: AccusationRegister?
    /// What holds in the next epoch; nil unless the block ends its epoch.
    var nextCharter: Charter?

    private(set) var grants: [Digest: GrantRecord] = [:]
    private(set) var targets: [UInt64: StatusTarget] = [:]
    private(set) var certificates: [Tag: UInt64] = [:]
    private(set) var presences = RecordKeyTable()
    private(set) var signedDigests: [Tag] = []
    private var signed: Set<Tag> = []

    init(history: Frontier, statuses: StatusTree, stateDigest: Digest) {
        self.history = history
        self.statuses = statuses
        self.stateDigest = stateDigest
    }

    func hasSigned(_ digest: Tag) -> Bool { signed.contains(digest) }

    mutating func addSigned(_ digest: Tag) {
        signedDigests.append(digest)
        signed.insert(digest)
    }

    mutating func addGrant(_ grant: GrantRecord) {
        grants[grant.key.identifier] = grant
    }

    mutating func addTarget(_ target: StatusTarget, at leafIndex: UInt64) {
        targets[leafIndex] = target
        if case .certificate(_, let identifier) = target.kind {
            certificates[identifier] = leafIndex
        }
    }

    /// Makes room for the uses of so many more keys.
    mutating func reserve(keyCount: Int) {
        presences.reserve(keyCount)
    }

    /// Notes the use of a key, or takes it back with nil, and returns what was noted before.
    mutating func replacePresence(
        with presence: RecordPresence?,
        of key: RecordKey
    ) -> RecordPresence? {
        presences.replace(with: presence, for: key)
    }
}
