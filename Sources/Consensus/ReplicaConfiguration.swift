/// What a replica is told once, before its first event.
package struct ReplicaConfiguration: Sendable {
    /// The timers; see ``Timing``.
    package var timing = Timing()
    /// The index of this node in the validator set; nil for an observer, which never votes.
    package var index: UInt64?
    /// No vote is ever cast at this view or below; raised by the lost-journal rule.
    package var votingFloor: UInt64 = 0
    /// Set when journal and vote ceiling are lost: a number that no earlier life had, to ask with.
    ///
    /// The validator then votes only above the floor that the others' answers lead to.
    package var recoveryQuestion: UInt64?
    /// Votes are kept for at most this many views beyond the current one.
    package var viewsAhead: UInt64 = 16
    /// The most proofs sent in answer to one request, and the most views asked for in one; never 0.
    package var proofsPerReply = 64
    /// The most nullifications attached to a proposal of this node; voters ask for the others.
    package var nullificationsPerProposal = BlockProposal.maximumNullifications
    #if CANARIES
    /// Rules switched off to show that the simulator notices; not in ordinary releases.
    package var mutations: Set<Mutation> = []
    #endif

    /// The configuration of validator `index`, or of an observer.
    package init(index: UInt64?) { self.index = index }

    /// Whether a rule is switched off; always false in ordinary releases.
    func isSwitchedOff(_ mutation: Mutation) -> Bool {
        #if CANARIES
        mutations.contains(mutation)
        #else
        false
        #endif
    }
}

/// How long a replica waits for what, in milliseconds of the monotonic clock.
package struct Timing: Hashable, Sendable {
    /// From entering an active view until the leader's proposal must have come (t_l).
    package var proposalMs: UInt64 = 1_000
    /// From entering an active view until some quorum proof must have formed (t_a).
    package var viewMs: UInt64 = 3_000
    /// Between two repetitions of status, votes and requests (t_retry).
    package var retryMs: UInt64 = 1_000
    /// The upper bound of both view timers after growth by half for each nullified view.
    package var cappedMs: UInt64 = 30_000
    /// How long an idle chain leaves its tip notarized before an empty block finalizes it.
    package var finalityGraceMs: UInt64 = 300
    /// How long an idle chain stays without a block.
    package var heartbeatMs: UInt64 = 30_000
    /// Silence after which a leader is skipped at once, if a quorum was heard meanwhile.
    package var inactivityMs: UInt64 = 10_000

    /// The default timing.
    package init() {}
}
