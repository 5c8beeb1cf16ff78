/// How frames travel from one process to another; each direction has its own.
struct Link {
    /// Whether frames of a channel are swallowed.
    var isCut: [Bool] = Channel.allCases.map { _ in false }
    /// Nothing arrives before this time.
    var cloggedUntilMs: UInt64 = 0
    /// The delay of a frame, milliseconds; nil for that of the network.
    var delayMs: ClosedRange<UInt64>?
    /// Frames sent before, to be replayed.
    private(set) var recent: [Frame] = []

    /// Remembers a frame; the oldest makes room.
    mutating func remember(_ frame: Frame) {
        if recent.count >= 16 { recent.removeFirst() }
        recent.append(frame)
    }

    /// Cuts both channels or joins both.
    mutating func setCut(_ isCut: Bool) {
        self.isCut = Channel.allCases.map { _ in isCut }
    }
}

/// What the network does to every frame while faults go on.
package struct Weather: Sendable {
    /// The share of frames lost, in percent.
    package var lossPercent: UInt64 = 0
    /// The share of frames that arrive twice, in percent.
    package var duplicatePercent: UInt64 = 0
    /// The share of frames behind which an earlier one arrives again, in percent.
    package var replayPercent: UInt64 = 0
    /// The delay of a frame, milliseconds; the spread reorders.
    package var delayMs: ClosedRange<UInt64> = 1...3

    /// Fine weather.
    package init() {}
}
