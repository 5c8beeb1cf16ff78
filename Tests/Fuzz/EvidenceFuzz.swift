import COSE
import Console
import Cryptography
import Evidence
import Glibc
import JSON
import Ledger

/// The corpus that scripts/corpus wrote: one verifier and the known entries for each suite.
private struct Ground {
    let verifier: Verifier
    let suite: Suite
    let nowMs: UInt64
    let entries: Set<Digest>

    init(folder: String) throws {
        let genesis = try Genesis(bytes: InputFile.read(folder + "/genesis.json"))
        let manifest = try JSONValue(parsing: InputFile.read(folder + "/manifest.json"))
        verifier = Verifier(genesis)
        suite = genesis.suite
        nowMs = UInt64(manifest["nowMs"]?.integer ?? 0)
        let names = (manifest["files"]?.array ?? []).compactMap { $0["file"]?.string }
        var entries: Set<Digest> = []
        for name in names {
            let bytes = try InputFile.read(folder + "/" + name)
            guard let file = try? EvidenceFile(decoding: bytes) else { continue }
            entries.insert(file.statement.entry(suite))
        }
        self.entries = entries
    }

    static let both: [Ground] = {
        // Safe: getenv returns nil or a terminated string, copied here.
        let folder = unsafe getenv("LIANZHENG_CORPUS").map { unsafe String(cString: $0) } ?? "."
        let grounds = ["p256", "sm2"].compactMap { try? Ground(folder: folder + "/" + $0) }
        precondition(grounds.count == 2, "LIANZHENG_CORPUS names no folder of scripts/corpus")
        return grounds
    }()
}

/// The entry point of libFuzzer, built and run by scripts/fuzz.
///
/// Whatever bytes come, the verifier gives a verdict; what decodes encodes to the same bytes again;
/// and no statement that the ledger does not hold is ever valid.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzEvidence(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    // Safe: libFuzzer hands over `count` readable bytes for the duration of the call.
    let bytes = unsafe [UInt8](UnsafeBufferPointer(start: start, count: count))
    let file = try? EvidenceFile(decoding: bytes)
    if let file { precondition(file.encoded == bytes, "what was read does not encode to itself") }
    for ground in Ground.both {
        let policy = VerificationPolicy(nowMs: ground.nowMs, maximumAgeMs: nil)
        let verdict = ground.verifier.verify(bytes, document: bytes, policy: policy)
        precondition(!verdict.json(file: "-").isEmpty)
        guard verdict.checks.allSatisfy(\.isPassed) || verdict.reason == .foreignDocument else {
            continue
        }
        let entry = file?.statement.entry(ground.suite)
        precondition(entry.map(ground.entries.contains) == true, "a forgery passes")
    }
    return 0
}
