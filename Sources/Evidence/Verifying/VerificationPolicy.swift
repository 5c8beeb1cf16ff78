/// What a verifier asks of a file beside being genuine; the clock is the caller's.
public struct VerificationPolicy: Hashable, Sendable {
    /// The time now, in milliseconds since 1970.
    public var nowMs: UInt64
    /// The moment that the question is about, in milliseconds since 1970; nil for now.
    public var atMs: UInt64?
    /// How old the evidence of the status may be at that moment, in milliseconds; nil for any age.
    public var maximumAgeMs: UInt64?

    /// One day.
    public static let standardAgeMs: UInt64 = 24 * 60 * 60 * 1_000
    /// How far this machine's clock may lag behind the ledger's, in milliseconds.
    private static let clockToleranceMs: UInt64 = 10 * 60 * 1_000

    /// A policy; unless told otherwise about now, with evidence not older than a day.
    public init(
        nowMs: UInt64,
        atMs: UInt64? = nil,
        maximumAgeMs: UInt64? = Self.standardAgeMs
    ) {
        self.nowMs = nowMs
        self.atMs = atMs
        self.maximumAgeMs = maximumAgeMs
    }

    /// The moment that the question is about.
    var momentMs: UInt64 { atMs ?? nowMs }

    /// Whether a block's time lies further ahead than two clocks may differ.
    func isAhead(_ timeMs: UInt64, of momentMs: UInt64) -> Bool {
        timeMs > momentMs && timeMs - momentMs > Self.clockToleranceMs
    }
}
