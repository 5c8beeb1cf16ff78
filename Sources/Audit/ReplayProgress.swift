/// How far a replay has come.
package struct ReplayProgress: Sendable {
    /// The bytes read.
    package let bytesRead: UInt64
    /// The bytes that there are.
    package let byteCount: UInt64
    /// What may be kept for another day; nil once something was found wrong.
    package let checkpoint: AuditCheckpoint?
}
