import Cryptography

/// Blocks that came before anybody wanted them: a leader's body mostly overtakes its proposal.
///
/// A few for each peer, so that no peer can push out what another sent; copies of one block by
/// different peers are kept apart, since only execution tells which bytes are the block's.
struct EarlyBlocks: Sendable {
    /// The most blocks kept for one peer.
    static let countPerPeer = 3

    private struct Entry: Sendable {
        let hash: Digest
        let height: UInt64
        let peer: PeerName
        let carried: CarriedBlock
    }

    private var entries: [Entry] = []

    /// How many blocks are kept.
    var count: Int { entries.count }

    /// Keeps a block; the peer's oldest makes room.
    mutating func keep(
        _ carried: CarriedBlock,
        hash: Digest,
        height: UInt64,
        from peer: PeerName
    ) {
        guard !entries.contains(where: { $0.hash == hash && $0.peer == peer }) else { return }
        let own = entries.indices.filter { entries[$0].peer == peer }
        if own.count >= Self.countPerPeer, let oldest = own.first { entries.remove(at: oldest) }
        entries.append(Entry(hash: hash, height: height, peer: peer, carried: carried))
    }

    /// One copy of a block, without taking it out.
    func copy(of hash: Digest) -> CarriedBlock? {
        entries.first { $0.hash == hash }?.carried
    }

    /// Takes out one copy of a block.
    mutating func take(_ hash: Digest) -> (carried: CarriedBlock, peer: PeerName)? {
        guard let index = entries.firstIndex(where: { $0.hash == hash }) else { return nil }
        let entry = entries.remove(at: index)
        return (entry.carried, entry.peer)
    }

    /// Forgets what is no longer above the tip.
    mutating func drop(through height: UInt64) {
        entries.removeAll { $0.height <= height }
    }
}
