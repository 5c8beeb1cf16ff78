package import Cryptography
package import Ledger

/// The vote keys at hand, found by the public key that a validator set names.
///
/// A node may hold more than one: the next key lies ready before governance decides on it, and the
/// set of each epoch says which of them signs.
package struct VoteKeyring: Sendable {
    private let find: @Sendable (PublicKey) -> (any VoteSigner)?

    /// A keyring that looks keys up as it is asked for them.
    package init(_ find: @escaping @Sendable (PublicKey) -> (any VoteSigner)?) {
        self.find = find
    }

    /// A keyring that holds these keys.
    package init(_ keys: [SigningKey]) {
        self.init { wanted in keys.first { $0.publicKey == wanted } }
    }

    /// The keyring of a node that never votes.
    package static let empty = VoteKeyring { _ in nil }

    /// The signer whose public key this is; nil when the key is not at hand.
    package func signer(for key: PublicKey) -> (any VoteSigner)? { find(key) }
}
