/// How much of what clients and peers sent is on its way through the checks.
///
/// What is being checked is held in memory like what is pooled, so it is bounded like it, with a
/// share for each sender.
struct AdmissionMeter: Sendable {
    /// Who sent it.
    enum Sender: Hashable, Sendable {
        case client(ClientName)
        case peer(PeerName)
    }

    private struct Load: Sendable {
        var count = 0
        var byteCount = 0
    }

    private let countLimit: Int
    private let byteLimit: Int
    private var loads: [Sender: Load] = [:]
    /// Bytes under way, of all senders.
    private(set) var byteCount = 0

    init(_ options: NodeOptions) {
        countLimit = options.submissionsPerClient
        byteLimit = options.checkedByteCount
    }

    /// Counts statements in; false, and nothing counted, when the sender's share is used up.
    mutating func enter(_ sender: Sender, count: Int, byteCount bytes: Int) -> Bool {
        var load = loads[sender, default: Load()]
        load.count += count
        load.byteCount += bytes
        guard load.count <= countLimit, load.byteCount <= byteLimit else { return false }
        loads[sender] = load
        byteCount += bytes
        return true
    }

    /// Counts statements out again.
    mutating func leave(_ sender: Sender, count: Int, byteCount bytes: Int) {
        guard var load = loads[sender] else { return }
        load.count -= count
        load.byteCount -= bytes
        byteCount -= bytes
        loads[sender] = load.count > 0 ? load : nil
    }
}
