package import Ledger
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
    /// The other nodes are these from now on: connect to those that are new or have a new key,
    /// close the connections to all others. This node's own keys may have changed too.
    case peersChanged([NodeEntry])
    /// Check statements on another thread and answer ``NodeEvent/checked(_:)``.
    case check(CheckJob)
    /// Make a batch durable and answer ``NodeEvent/stored(batch:)`` or
    /// ``NodeEvent/storeFailed(batch:_:)``; batches come one at a time.
    case store(StoreBatch, batch: UInt64)
    /// Do a job in the vault's folder, in the order asked, and answer
    /// ``NodeEvent/vaultDone(_:number:)``.
    case vault(VaultJob, number: UInt64)
    /// Feed ``NodeEvent/woke`` at this monotonic time; replaces the earlier wish.
    case wakeAt(ms: UInt64)
    /// Tell the operator.
    case log(LogEntry)
    /// Write down one line of the trace, before any later effect; only if
    /// ``NodeOptions/traces`` says so.
    case trace(TraceLine)
    /// End the process with an exit code that is not zero, and send nothing more.
    case endProcess(EndReason)
}

/// Why a node ends its process.
package enum EndReason: Hashable, Sendable {
    /// The disk did not do what it must: what is durable can only be found out by a new start.
    case disk(StorageError)
    /// The next epoch's validator set has a key that is none.
    case validators(ChainError)
    /// From the next height on the chain goes by rules that this program does not know.
    case rules(version: UInt64, height: UInt64)
    /// The catalogue that governance decided on cannot be understood.
    case catalogue
}
