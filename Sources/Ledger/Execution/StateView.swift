import Cryptography
import Merkle

/// The state that a block executes in: the finalized one, unfinalized ancestors, its own changes.
///
/// A question goes to the youngest first. A view lives as long as one execution; keeping one would
/// make the finalized state copy itself when it next changes.
struct StateView {
    let base: FinalizedState
    /// The changes of unfinalized ancestors, youngest first.
    let ancestors: [StateDelta]
    /// The changes of the block so far.
    var delta: StateDelta

    func grant(of keyIdentifier: Digest) -> GrantRecord? {
        find { $0.grants[keyIdentifier] } ?? base.grant(of: keyIdentifier)
    }

    /// The grant of a key that an earlier block recorded.
    func earlierGrant(of keyIdentifier: Digest) -> GrantRecord? {
        for ancestor in ancestors {
            if let grant = ancestor.grants[keyIdentifier] { return grant }
        }
        return base.grant(of: keyIdentifier)
    }

    func target(at leafIndex: UInt64) -> StatusTarget? {
        find { $0.targets[leafIndex] } ?? base.target(at: leafIndex)
    }

    func certificate(_ identifier: Tag) -> UInt64? {
        find { $0.certificates[identifier] } ?? base.certificate(identifier)
    }

    /// How record keys were used before the block.
    var earlierPresences: EarlierPresences {
        EarlierPresences(ancestors: ancestors.map(\.presences), finalized: base.recordKeys)
    }

    func hasSigned(_ digest: Tag) -> Bool {
        delta.hasSigned(digest) || ancestors.contains { $0.hasSigned(digest) }
            || base.replayWindow.contains(digest)
    }

    var proposals: ProposalRegister { find(\.proposals) ?? base.proposals }

    var accusations: AccusationRegister { find(\.accusations) ?? base.accusations }

    func status(at leafIndex: UInt64) -> Status { delta.statuses[leafIndex] }

    private func find<Value>(_ look: (StateDelta) -> Value?) -> Value? {
        if let value = look(delta) { return value }
        for ancestor in ancestors {
            if let value = look(ancestor) { return value }
        }
        return nil
    }
}

/// How record keys were used before a block, by itself: asking it copies nothing of a view.
struct EarlierPresences {
    /// The uses by unfinalized ancestors, youngest first.
    fileprivate let ancestors: [RecordKeyTable]
    fileprivate let finalized: RecordKeySet

    func presence(of key: RecordKey) -> RecordPresence? {
        for ancestor in ancestors {
            if let presence = ancestor.presence(of: key) { return presence }
        }
        return finalized.presence(of: key)
    }
}
