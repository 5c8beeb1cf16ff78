/// When a view has lasted too long, in milliseconds of the monotonic clock.
///
/// Timers run only in an *active* view, one in which there is something to agree on, so that an
/// idle chain makes neither blocks nor nullifications. They grow by half with each view nullified
/// in a row and are reset by a finalization; the cap is harmless, because views advance on proofs
/// and not on timers. Spec: <doc:Liveness#Timers>.
struct Pacemaker: Sendable {
    private let timing: Timing
    private let count: Int
    /// When the current view was entered.
    private(set) var enteredAtMs: UInt64
    /// Since when the current view is active.
    private(set) var activeSinceMs: UInt64?
    /// When the last finalization was learned of.
    private(set) var finalizedAtMs: UInt64
    /// When status is sent next.
    private(set) var retryAtMs: UInt64
    private var nullifiedInARow = 0
    /// When each validator was heard last.
    private(set) var heardAtMs: [UInt64]

    /// Starts the clocks of a life in which `count` validators take part.
    init(timing: Timing, count: Int, nowMs: UInt64) {
        self.timing = timing
        self.count = count
        enteredAtMs = nowMs
        finalizedAtMs = nowMs
        retryAtMs = nowMs
        heardAtMs = Array(repeating: nowMs, count: count)
    }

    /// A view was entered; `nullified` says whether the one before was skipped.
    mutating func enterView(nullified: Bool, nowMs: UInt64) {
        nullifiedInARow = nullified ? nullifiedInARow + 1 : nullifiedInARow
        enteredAtMs = nowMs
        activeSinceMs = nil
    }

    /// There is something to agree on in this view.
    mutating func activate(nowMs: UInt64) {
        activeSinceMs = activeSinceMs ?? nowMs
    }

    /// There is nothing to agree on in this view, or no longer.
    mutating func deactivate() { activeSinceMs = nil }

    /// A finalization was learned of.
    mutating func noteFinalization(nowMs: UInt64) {
        nullifiedInARow = 0
        finalizedAtMs = nowMs
    }

    /// A message came from a peer.
    mutating func noteHeard(_ peer: UInt64, nowMs: UInt64) {
        guard peer < UInt64(count) else { return }
        heardAtMs[Int(peer)] = nowMs
    }

    /// Status goes out now; the next time is one interval away.
    mutating func noteRetry(nowMs: UInt64) { retryAtMs = nowMs.addingCapped(timing.retryMs) }

    /// When the leader's proposal is due; nil in an inactive view.
    func proposalDueMs(leaderIsSilent: Bool) -> UInt64? {
        activeSinceMs?.addingCapped(leaderIsSilent ? 0 : scaled(timing.proposalMs))
    }

    /// When some quorum proof is due; nil in an inactive view.
    var viewDueMs: UInt64? { activeSinceMs?.addingCapped(scaled(timing.viewMs)) }

    /// When an idle chain wants an empty block for its unfinalized tip.
    var graceEndsMs: UInt64 { enteredAtMs.addingCapped(timing.finalityGraceMs) }

    /// When an idle chain wants an empty block for its own sake.
    var heartbeatDueMs: UInt64 { finalizedAtMs.addingCapped(timing.heartbeatMs) }

    /// Whether a retry interval has passed without leaving the view.
    func isStalled(nowMs: UInt64) -> Bool { nowMs >= enteredAtMs.addingCapped(timing.retryMs) }

    /// Whether a leader was not heard for long while a quorum was.
    ///
    /// A node that hears less than a quorum suspects itself and waits.
    func isSilent(_ leader: UInt64, own: UInt64?, quorum: Int, nowMs: UInt64) -> Bool {
        guard leader != own, leader < UInt64(count) else { return false }
        let isHeard = heardAtMs.map { nowMs < $0.addingCapped(timing.inactivityMs) }
        let others = isHeard.indices.count { isHeard[$0] && UInt64($0) != own }
        return !isHeard[Int(leader)] && others >= quorum - 1
    }

    /// A view timer after the growth for nullified views.
    private func scaled(_ ms: UInt64) -> UInt64 {
        var (result, growths) = (ms, nullifiedInARow)
        while growths > 0, result > 0, result < timing.cappedMs {
            result = result.addingCapped(max(result / 2, 1))
            growths -= 1
        }
        return max(min(result, timing.cappedMs), ms)
    }
}

extension UInt64 {
    /// The sum, or the largest number when it does not fit.
    func addingCapped(_ other: UInt64) -> UInt64 {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? .max : sum
    }
}
