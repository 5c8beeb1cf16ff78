import Consensus
import Cryptography
import JSON
import Ledger

/// How agreement stands, for the status.
extension Node {
    /// How many of the newest blocks are told; nodes that stand apart are compared by them.
    private static let recentBlockCount: UInt64 = 16
    /// How many skipped views are told.
    private static let skippedViewCount = 32

    /// The hashes of the newest blocks, the tip's first.
    var recentBlocksJSON: JSONValue {
        let height = history.height
        let lowest = height - min(height, Self.recentBlockCount - 1)
        let hashes = (lowest...height).reversed().compactMap { history.header(at: $0)?.hash }
        return .array(hashes.map { .string($0.hexadecimal) })
    }

    /// Whether it proposes in the current view.
    package var isLeading: Bool { roster.ownIndex == replica.standing.leader }

    /// The current view: its leader, and who has voted and was heard; then the skipped views.
    var roundJSON: JSONValue {
        let standing = replica.standing
        let ago = { [moment] (time: UInt64) in
            JSONValue.integer(moment.monotonicMs - min(time, moment.monotonicMs))
        }
        return [
            "leader": name(standing.leader),
            "entered_ago_ms": ago(standing.enteredAtMs),
            "validators": .array(
                standing.voters.enumerated().map { index, voter in
                    [
                        "name": name(UInt64(index)),
                        "heard_ago_ms": voter.heardAtMs.map(ago) ?? .null,
                        "votes": .array(voter.votes.map { .string($0.rawValue) }),
                    ]
                }
            ),
            "skipped_views": .integer(standing.skipped.count),
            "skipped": .array(
                standing.skipped.suffix(Self.skippedViewCount).map {
                    ["view": .integer($0.view), "leader": name($0.leader)]
                }
            ),
        ]
    }

    private func name(_ index: UInt64) -> JSONValue { .string(roster.name(index) ?? "#\(index)") }
}
