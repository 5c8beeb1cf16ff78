import NodeCore
import Storage

/// The two connections between a pair of nodes.
package enum Channel: Int, Hashable, Sendable, CaseIterable {
    /// Votes and proofs.
    case control
    /// Blocks and statements.
    case bulk
}

/// A frame on its way.
package struct Frame {
    /// Which connection carries it.
    package let channel: Channel
    /// The process that sent it.
    package let sender: Int
    /// The process it is for.
    package let receiver: Int
    /// What it carries.
    package var bytes: [UInt8]
}

/// What is on the agenda of a world; `life` makes void what was meant for an earlier life.
enum WorldEvent {
    case start(Int)
    case arrive(Frame, life: UInt64)
    case tell(NodeEvent, Int, life: UInt64)
    case write(StoreBatch, UInt64, Int, life: UInt64)
    case wake(Int, atMs: UInt64, life: UInt64)
    case submit
    case retry(Int, attempt: Int)
    case trouble
    case measure
    case act((World) -> Void)
}
