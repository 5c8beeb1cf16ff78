import Cryptography

/// The running hash of everything that happened; equal seeds give equal hashes.
struct EventLog: Sendable {
    private(set) var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    private(set) var count = 0

    /// The FNV-1a hash of the bytes of a frame.
    static func hash(_ bytes: [UInt8]) -> UInt64 {
        bytes.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3 }
    }

    /// Notes an event.
    mutating func note(_ words: UInt64...) {
        count += 1
        for word in words {
            hash = (hash ^ word) &* 0x9e37_79b9_7f4a_7c15
            hash ^= hash >> 29
        }
    }
}

extension Digest {
    /// The first eight bytes, enough to tell blocks apart in a log.
    var shortForm: UInt64 { bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) } }
}
