import Ledger
/// Statements admitted in this turn, on their way to the other nodes in as few frames as possible.
struct PendingGossip: Sendable {
    /// The most bytes of statements in one frame; one statement alone may be larger.
    static let frameByteCount = 1 << 20

    private var carried: [Submission] = []

    mutating func add(_ statement: Submission) { carried.append(statement) }

    /// The frames to send; nothing is left behind.
    mutating func takeFrames() -> [[UInt8]] {
        var frames: [[UInt8]] = []
        var group: [Submission] = []
        var byteCount = 0
        for statement in carried {
            if !group.isEmpty, byteCount + statement.byteCount > Self.frameByteCount {
                frames.append(PeerMessage.statements(group).encoded)
                group.removeAll(keepingCapacity: true)
                byteCount = 0
            }
            group.append(statement)
            byteCount += statement.byteCount
        }
        if !group.isEmpty { frames.append(PeerMessage.statements(group).encoded) }
        carried.removeAll(keepingCapacity: true)
        return frames
    }
}
