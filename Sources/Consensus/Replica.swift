package import Ledger

/// One node's part in the agreement: a pure state machine from events to effects.
///
/// Same state, event and time always give the same effects. It has no clock, no randomness, no
/// input or output of its own, and iterates over nothing whose order is not fixed.
package struct Replica: Sendable {
    private let configuration: ReplicaConfiguration
    private let epoch: Epoch

    /// Starts a life from what earlier lives made durable.
    ///
    /// `signer` holds the vote key of validator `configuration.index` and is nil for an observer; `tip`
    /// is the newest final block of the block store; `records` are all records of the vote journal,
    /// oldest first. Refuses a journal with a record that does not verify.
    package init(
        configuration: ReplicaConfiguration,
        epoch: Epoch,
        signer: (any VoteSigner)?,
        tip: FinalizedTip,
        restoring records: [JournalRecord]
    ) throws(ConsensusError) {
        self.configuration = configuration
        self.epoch = epoch
    }

    /// Advances by one event; `nowMs` is a monotonic clock and never goes back.
    package mutating func handle(_ event: ReplicaEvent, nowMs: UInt64) -> [ReplicaEffect] {
        []
    }
}
