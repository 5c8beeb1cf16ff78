/// What keeps a statement from being recorded twice while limits change.
///
/// The digests of signed bytes are forgotten once the clock keeps their statements out. A longer
/// window would let statements in again whose digests are forgotten, so it counts only forward.
package struct ReplayHorizon: Hashable, Sendable {
    /// Statements signed before this time are too old whatever the window, in milliseconds.
    package private(set) var floorMs: UInt64 = 0
    private(set) var longestWindowMs: UInt64
    private(set) var widestSkewMs: UInt64

    init(_ limits: Limits) {
        longestWindowMs = limits.replayWindowMs
        widestSkewMs = limits.clockSkewMs
    }

    /// How long a signed digest must be remembered: for as long as its statement passes *Time*.
    var memoryMs: UInt64 { longestWindowMs.saturatingSum(widestSkewMs) }

    /// Takes other limits into account, from a block of this time on.
    mutating func adopt(_ limits: Limits, after old: Limits, timeMs: UInt64) {
        if limits.replayWindowMs > old.replayWindowMs {
            let edge = timeMs > old.replayWindowMs ? timeMs - old.replayWindowMs : 0
            floorMs = max(floorMs, edge)
        }
        longestWindowMs = max(longestWindowMs, limits.replayWindowMs)
        widestSkewMs = max(widestSkewMs, limits.clockSkewMs)
    }
}
