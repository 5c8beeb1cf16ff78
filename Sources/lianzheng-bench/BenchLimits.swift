import Client
import Cryptography
import Glibc
import JSON
import Storage

/// What this machine can do at best, measured in the same run as everything else.
struct BenchLimits {
    /// How many cores the machine has.
    let cores = max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
    /// P-256 (or SM2) signatures checked a second on all cores.
    let verifications: Double
    /// Bytes hashed a second on one core.
    let hashedBytes: Double
    /// Digests of 65 bytes a second on one core: a node of a Merkle tree.
    let nodeDigests: Double
    /// Median of an append of 4 KiB made durable, milliseconds.
    let syncMs: Double
    /// Bytes made durable a second, in writes of 2 MiB.
    let syncedBytes: Double

    init(_ suite: Suite, folder: String) throws {
        verifications = try Self.verifications(suite)
        hashedBytes = Self.hashedBytes(suite)
        nodeDigests = Self.nodeDigests(suite)
        let file = try PosixFileSystem().open(folder + "/limits.bin", .readWriteOrCreate)
        syncMs = try Self.syncMs(file)
        syncedBytes = try Self.syncedBytes(file)
    }

    private static func verifications(_ suite: Suite) throws -> Double {
        let key = SigningKey(generating: suite)
        let message = [UInt8](repeating: 7, count: 400)
        let signature = key.sign(message)
        let checker = try VerificationKey(key.publicKey, suite: suite)
        let cores = max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
        let rounds = suite == .p256 ? 10_000 : 2_000
        let start = Stopwatch()
        let threads = (0..<cores).map { _ in
            BenchThread {
                for _ in 0..<rounds { precondition(checker.isValid(signature, for: message)) }
            }
        }
        for thread in threads { thread.join() }
        return Double(rounds * cores) / start.seconds
    }

    private static func hashedBytes(_ suite: Suite) -> Double {
        let block = [UInt8](repeating: 7, count: 1 << 20)
        let start = Stopwatch()
        for _ in 0..<200 { _ = suite.digest(block) }
        return 200 * Double(block.count) / start.seconds
    }

    private static func nodeDigests(_ suite: Suite) -> Double {
        let node = [UInt8](repeating: 7, count: 65)
        let rounds = 200_000
        let start = Stopwatch()
        for _ in 0..<rounds { _ = suite.digest(node) }
        return Double(rounds) / start.seconds
    }

    private static func syncMs(_ file: any File) throws -> Double {
        let page = [UInt8](repeating: 7, count: 4096)
        var times: [Double] = []
        for index in 0..<200 {
            let start = Stopwatch()
            try file.write(page, at: UInt64(index * page.count))
            try file.syncData()
            times.append(start.seconds * 1_000)
        }
        return times.sorted()[100]
    }

    private static func syncedBytes(_ file: any File) throws -> Double {
        let block = [UInt8](repeating: 7, count: 2 << 20)
        let start = Stopwatch()
        for index in 0..<32 {
            try file.write(block, at: UInt64(index * block.count))
            try file.syncData()
        }
        return 32 * Double(block.count) / start.seconds
    }

    var json: JSONValue {
        [
            "signature_verifications_per_second": .rounded(verifications),
            "hash_bytes_per_second_one_core": .rounded(hashedBytes),
            "node_digests_per_second_one_core": .rounded(nodeDigests),
            "fdatasync_4k_p50_ms": .rounded(syncMs, places: 3),
            "fdatasync_bytes_per_second": .rounded(syncedBytes),
        ]
    }
}
