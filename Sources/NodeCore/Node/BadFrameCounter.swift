/// Counts what peers send that no honest node sends.
///
/// Each such frame may cost signature checks and a log line, so only so many are borne a minute.
struct BadFrameCounter: Sendable {
    /// What to do about one more bad frame.
    enum Verdict: Hashable, Sendable {
        /// Say so.
        case tolerated
        /// Disconnect the peer.
        case tooMany
        /// More of what led to the disconnection.
        case known
    }

    /// The most bad frames of a peer in one period.
    static let limit = 16
    /// The period, milliseconds.
    static let periodMs: UInt64 = 60_000

    private var counts: [PeerName: (sinceMs: UInt64, count: Int)] = [:]

    mutating func count(_ peer: PeerName, nowMs: UInt64) -> Verdict {
        var entry = counts[peer] ?? (nowMs, 0)
        if nowMs - entry.sinceMs >= Self.periodMs { entry = (nowMs, 0) }
        entry.count += 1
        counts[peer] = entry
        if entry.count <= Self.limit { return .tolerated }
        return entry.count == Self.limit + 1 ? .tooMany : .known
    }
}
