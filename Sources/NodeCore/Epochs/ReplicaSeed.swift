import Consensus
import Ledger
import Storage

/// What a node's replica begins an epoch with.
struct ReplicaSeed {
    let epoch: Epoch
    let tip: FinalizedTip
    let validators: ValidatorSet
    /// This node's index in the set; nil for an observer.
    let ownIndex: UInt64?
    let options: NodeOptions
    /// What to ask the others with, while a lost journal is not settled.
    let recoveryQuestion: UInt64?
    let heartbeatMs: UInt64

    /// The vote key that the set names for this node; nil for an observer, and when it is not at
    /// hand.
    func signer(_ keyring: VoteKeyring) -> (any VoteSigner)? {
        ownIndex.flatMap { keyring.signer(for: validators.validators[Int($0)].voteKey) }
    }

    /// The replica, bound by what the journal says about this epoch.
    func replica(
        _ keyring: VoteKeyring,
        journal: [Storage.JournalRecord],
        nowMs: UInt64
    ) throws(ConsensusError) -> Replica {
        let signer = signer(keyring)
        var configuration = ReplicaConfiguration(index: ownIndex)
        configuration.votingFloor = isLeft(journal) ? Self.leftEpoch : floor
        configuration.recoveryQuestion = recoveryQuestion
        configuration.timing = options.timing
        configuration.timing.heartbeatMs = heartbeatMs
        configuration.nullificationsPerProposal = options.nullificationsPerProposal
        #if CANARIES
        configuration.mutations = options.mutations
        #endif
        return try Replica(
            configuration: configuration,
            epoch: epoch,
            signer: signer,
            tip: tip,
            restoring: signer == nil ? [] : try decoded(journal),
            nowMs: nowMs
        )
    }

    private func decoded(
        _ journal: [Storage.JournalRecord]
    ) throws(ConsensusError) -> [Consensus.JournalRecord] {
        var records: [Consensus.JournalRecord] = []
        for record in journal
        where record.mark.epoch == epoch.number && record.type == JournalRecordType.consensus {
            records.append(
                try Consensus.JournalRecord(
                    decoding: record.payload[...],
                    chain: epoch.electorate.chain,
                    validatorCount: epoch.electorate.count
                )
            )
        }
        return records
    }

    /// Views begin again in each epoch, and so does what a lost journal forbids.
    private var floor: UInt64 {
        options.votingFloor.epoch == epoch.number ? options.votingFloor.view : 0
    }

    /// Forbids every vote of an epoch that an earlier life had left.
    private static let leftEpoch = Consensus.JournalRecord.unreachableView - 1

    /// Whether an earlier life was in a later epoch: the block store was lost since.
    ///
    /// The journal has dropped what was signed in this epoch, and no vote is needed in it any more:
    /// the proof that this one ended stands in the journal before any record of a later one. The
    /// ceiling is raised before that, and says nothing here.
    private func isLeft(_ journal: [Storage.JournalRecord]) -> Bool {
        options.votingFloor.epoch > epoch.number
            || journal.contains {
                $0.type == JournalRecordType.consensus && $0.mark.epoch > epoch.number
            }
    }
}
