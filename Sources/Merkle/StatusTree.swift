package import Cryptography

/// One status for every entry of the ledger, under a root that a block header carries.
///
/// Entry i is the nibble i mod 512 of chunk i ÷ 512, low nibble first (the byte order of Token
/// Status List). Chunks of 256 bytes are the leaves of an RFC 9162 tree; what lies after the last
/// entry is filled with F. A copy costs nothing and shares everything it does not change, so each
/// unfinalized block has a tree of its own.
package struct StatusTree: Sendable {
    /// How many bytes a chunk has.
    package static let chunkByteCount = 256
    /// How many entries a chunk has.
    package static let entriesPerChunk: UInt64 = 512

    /// How many entries have a status.
    package private(set) var count: UInt64 = 0
    /// The chunks that are full.
    private var full: PersistentChunks
    /// The last chunk while it is being filled; it is not hashed before somebody asks.
    private var tail = Self.emptyChunk

    private static let emptyChunk = [UInt8](repeating: 0xff, count: chunkByteCount)

    /// A tree without entries.
    package init(_ suite: Suite) {
        full = PersistentChunks(MerkleHasher(suite))
    }

    /// How many chunks hold `count` entries.
    package static func chunkCount(of count: UInt64) -> UInt64 {
        count / entriesPerChunk + (count.isMultiple(of: entriesPerChunk) ? 0 : 1)
    }

    /// Gives the next entry its first status.
    package mutating func append(_ status: Status) {
        let entry = count % Self.entriesPerChunk
        tail.setStatus(status, at: entry)
        count += 1
        if entry == Self.entriesPerChunk - 1 {
            full.append(tail)
            tail = Self.emptyChunk
        }
    }

    /// Changes the status of an entry; one that does not exist is a programming error.
    package mutating func set(_ status: Status, at index: UInt64) {
        precondition(index < count)
        let chunk = Int(index / Self.entriesPerChunk)
        let entry = index % Self.entriesPerChunk
        if chunk == full.count {
            tail.setStatus(status, at: entry)
        } else {
            var changed = full[chunk]
            changed.setStatus(status, at: entry)
            full.replace(chunk, by: changed)
        }
    }

    /// The status of an entry; `unallocated` after the last one.
    package subscript(index: UInt64) -> Status {
        guard index < count else { return .unallocated }
        let chunk = Int(index / Self.entriesPerChunk)
        let bytes = chunk == full.count ? tail : full[chunk]
        guard let status = Status(rawValue: bytes.nibble(at: index % Self.entriesPerChunk)) else {
            preconditionFailure("only statuses are ever stored")
        }
        return status
    }

    /// The root over all chunks.
    package func root() -> Digest {
        allChunks.root
    }

    /// The proof of the status of an entry; one that does not exist is a programming error.
    package func proof(of index: UInt64) -> StatusProof {
        precondition(index < count)
        let chunks = allChunks
        let chunk = Int(index / Self.entriesPerChunk)
        return StatusProof(
            chunk: chunks[chunk],
            chunkCount: UInt64(chunks.count),
            chunkIndex: UInt64(chunk),
            path: chunks.path(of: chunk)
        )
    }

    private var allChunks: PersistentChunks {
        guard !count.isMultiple(of: Self.entriesPerChunk) else { return full }
        var chunks = full
        chunks.append(tail)
        return chunks
    }
}

// MARK: - Nibbles of a chunk

extension [UInt8] {
    /// The nibble at a place below twice the count, low nibble of each byte first.
    func nibble(at place: UInt64) -> UInt8 {
        let byte = self[Int(place / 2)]
        return place.isMultiple(of: 2) ? byte & 0x0f : byte >> 4
    }

    fileprivate mutating func setStatus(_ status: Status, at place: UInt64) {
        let byte = self[Int(place / 2)]
        self[Int(place / 2)] =
            place.isMultiple(of: 2)
            ? byte & 0xf0 | status.rawValue
            : byte & 0x0f | status.rawValue << 4
    }
}
