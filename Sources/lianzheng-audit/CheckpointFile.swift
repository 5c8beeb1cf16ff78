import Audit
import Console
import Glibc
import JSON

/// Where an audit notes how far it came.
final class CheckpointFile {
    /// What an earlier audit noted.
    let known: AuditCheckpoint?
    private let path: String
    private var kept = ContinuousClock.now

    /// Reads the note of an earlier audit, if there is one.
    init(_ arguments: Arguments) throws {
        path = arguments["checkpoint"] ?? "lianzheng-audit.checkpoint"
        known = try Self.read(path)
    }

    private static func read(_ path: String) throws -> AuditCheckpoint? {
        let bytes: [UInt8]
        do {
            bytes = try InputFile.read(path, maximumBytes: 4_096)
        } catch InputFileError.notFound { return nil }
        guard let json = try? JSONValue(parsing: bytes), let known = AuditCheckpoint(json) else {
            throw OutputError.badCheckpoint(path: path)
        }
        return known
    }

    /// Keeps the state every few seconds.
    func hear(_ progress: ReplayProgress) {
        guard ContinuousClock.now - kept > .seconds(5), let checkpoint = progress.checkpoint,
            checkpoint.height > (known?.height ?? 0)
        else { return }
        keep(checkpoint)
    }

    /// Notes a state; an audit does not fail because its note could not be written.
    func keep(_ checkpoint: AuditCheckpoint) {
        kept = .now
        let text = JSONText.pretty(checkpoint.json) + "\n"
        let part = path + ".part"
        guard (try? ResultFile.write(Array(text.utf8), to: part, replacing: true)) != nil else {
            return
        }
        // Safe: both paths become terminated strings for the length of the call.
        _ = unsafe rename(part, path)
    }
}
