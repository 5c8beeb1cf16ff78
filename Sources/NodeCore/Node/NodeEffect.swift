package import Storage

/// What the world shall do for a node; the only way it reaches anything but its store's reads.
package enum NodeEffect: Sendable {
    /// Send one frame on the control connection to one peer.
    case sendControl([UInt8], to: PeerName)
    /// Send one frame on the bulk connection to one peer.
    case sendBulk([UInt8], to: PeerName)
    /// Send one frame on the bulk connections to all peers.
    case broadcastBulk([UInt8])
    /// Send one frame to a client.
    case sendClient([UInt8], to: ClientName)
    /// Close the connections to a peer; it may come back.
    case disconnect(PeerName)
    /// Check statements on another thread and answer ``NodeEvent/checked(_:)``.
    case check(CheckJob)
    /// Make a batch durable and answer ``NodeEvent/stored(batch:)`` or
    /// ``NodeEvent/storeFailed(batch:_:)``; batches come one at a time.
    case store(StoreBatch, batch: UInt64)
    /// Feed ``NodeEvent/woke`` at this monotonic time; replaces the earlier wish.
    case wakeAt(ms: UInt64)
    /// Tell the operator.
    case log(LogEntry)
    /// End the process with an exit code that is not zero, and send nothing more.
    case endProcess(EndReason)
}

/// Why a node ends its process.
package enum EndReason: Hashable, Sendable {
    /// The disk did not do what it must: what is durable can only be found out by a new start.
    case disk(StorageError)
}
