import Cryptography
import Ledger

/// The blocks above the delivered tip, as far as this node knows them.
///
/// Only blocks of verified proposals and proofs, and the ancestors those name, get in, and what
/// never came is forgotten below the proven tip; so the tree is bounded by the rounds it serves.
struct BlockTree: Sendable {
    /// How far a block has come.
    enum Status: Hashable, Sendable {
        /// Not yet executed here.
        case missing
        /// Executed and durable; timeliness is rule N6.
        case ready(isTimely: Bool)
        /// Execution refuses it.
        case invalid(code: String)
    }

    /// A block, named by its hash at least.
    struct Entry: Sendable {
        let hash: Digest
        var header: HashedHeader?
        var status = Status.missing
        /// A peer that should have the block.
        var source: UInt64
        /// When the driver was last asked for it.
        var askedAtMs: UInt64?
    }

    private var entries: [Entry] = []

    /// How many blocks are known.
    var count: Int { entries.count }

    /// The entry of a block.
    subscript(hash: Digest) -> Entry? { entries.first { $0.hash == hash } }

    /// Whether a block was executed and is durable.
    func isReady(_ hash: Digest) -> Bool {
        if case .ready = self[hash]?.status { true } else { false }
    }

    /// Whether a block is ready and its time is near enough to vote for it (N6).
    func isTimely(_ hash: Digest) -> Bool { self[hash]?.status == .ready(isTimely: true) }

    /// Takes note of a block; what was known of it stays.
    mutating func note(_ hash: Digest, header: HashedHeader?, source: UInt64) {
        if let position = position(of: hash) {
            if let header { entries[position].header = header }
        } else {
            entries.append(Entry(hash: hash, header: header, source: source))
        }
    }

    /// Records how far a block has come; unknown blocks are ignored.
    mutating func set(_ status: Status, for hash: Digest) {
        guard let position = position(of: hash) else { return }
        entries[position].status = status
        entries[position].askedAtMs = nil
    }

    /// Records when the driver was asked for a block, and of whom.
    mutating func setAsked(_ hash: Digest, atMs: UInt64?, source: UInt64) {
        guard let position = position(of: hash) else { return }
        entries[position].askedAtMs = atMs
        entries[position].source = source
    }

    /// Forgets the blocks up to a height, and those known by hash only.
    mutating func prune(through height: UInt64) {
        entries.removeAll { $0.header.map { $0.header.height <= height } ?? true }
    }

    /// Forgets the blocks below a height that never came: they come in ranges, if at all.
    mutating func forgetMissing(below height: UInt64) {
        entries.removeAll { entry in
            entry.status == .missing
                && entry.header.map { $0.header.height < height } == true
        }
    }

    private func position(of hash: Digest) -> Int? { entries.firstIndex { $0.hash == hash } }
}
