package import Cryptography

/// Who proposes in which view of one epoch.
///
/// A permutation of the validators, drawn from the hash of the block that anchors the epoch and
/// repeated without end: every validator leads once in n views, and the order cannot be known
/// before the anchor is final.
package struct LeaderSchedule: Hashable, Sendable {
    private let order: [UInt64]

    /// Draws the permutation for `count` validators by a Fisher–Yates shuffle.
    package init(count: Int, anchor: Digest, suite: Suite) {
        precondition(count > 0, "a validator set is never empty")
        var order = (0..<UInt64(count)).map { $0 }
        for position in stride(from: count - 1, to: 0, by: -1) {
            let draw = Self.draw(anchor: anchor, position: position, suite: suite)
            order.swapAt(position, Int(draw % UInt64(position + 1)))
        }
        self.order = order
    }

    /// The index of the validator that proposes in a view; views start at 1.
    package func leader(of view: UInt64) -> UInt64 { order[Int(view % UInt64(order.count))] }

    /// 64 bits of H("lianzheng/leader/v1" ‖ anchor ‖ position), so large that the bias of the
    /// remainder does not matter.
    private static func draw(anchor: Digest, position: Int, suite: Suite) -> UInt64 {
        let label = Array("lianzheng/leader/v1".utf8)
        let digest = suite.digest([label, anchor.bytes, [UInt8(truncatingIfNeeded: position)]])
        return digest.bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
    }
}
