package import Cryptography
package import NodeCore
package import Storage

/// The vote keys in a node's home, found by their public halves.
///
/// ```
/// keys/vote.pem                       the key that the home began with
///      vote-8d0a4e5dd1a1859c.pem      a later one, by `lianzheng govern rotate`
/// ```
/// Which of them signs is for the validator set of the epoch to say, so a next key may lie here
/// long before governance decides on it, and a running node finds it without being told.
package struct VoteKeyFolder: Sendable {
    private let home: NodeHome
    private let fileSystem = PosixFileSystem()

    /// The keys in a home.
    package init(_ home: NodeHome) { self.home = home }

    /// The key whose public half this is; nil when it is not here or its file cannot be used.
    package func key(for publicKey: PublicKey) -> SigningKey? {
        keys().first { $0.key.publicKey == publicKey }?.key
    }

    /// Removes the keys that have voted and will not again; answers with their paths.
    ///
    /// Keys that never voted stay: they are the next ones. So does everything while the key of the
    /// epoch is not here, for then it is not known which file is which.
    package func retire(
        used: [PublicKey],
        except current: PublicKey
    ) throws(StorageError) -> [String] {
        let keys = keys()
        guard keys.contains(where: { $0.key.publicKey == current }) else { return [] }
        var removed: [String] = []
        for (path, key) in keys where key.publicKey != current && used.contains(key.publicKey) {
            try fileSystem.remove(path)
            removed.append(path)
        }
        if !removed.isEmpty { try fileSystem.syncFolder(home.keys) }
        return removed
    }

    private func keys() -> [(path: String, key: SigningKey)] {
        let names = (try? fileSystem.list(home.keys)) ?? []
        return names.sorted()
            .filter { $0.hasSuffix(".pem") && ($0 == "vote.pem" || $0.hasPrefix("vote-")) }
            .compactMap { name in
                let path = home.keys + "/" + name
                return (try? KeyFile.signingKey(at: path, passphrase: nil)).map { (path, $0) }
            }
    }
}
