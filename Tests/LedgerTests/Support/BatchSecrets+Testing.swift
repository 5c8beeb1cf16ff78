import Ledger

extension BatchSecrets {
    /// Secrets that are always the same.
    static let fixed = must(
        BatchSecrets(
            batchKey: [UInt8](repeating: 7, count: 32),
            tagKey: [UInt8](repeating: 8, count: 32)
        )
    )
}
