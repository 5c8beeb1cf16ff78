package import Cryptography
package import Ledger
import Synchronization

/// Checks a vote's signature once, however often it comes back inside quorum proofs.
///
/// A proof repeats the votes it is made of, and every block is followed by two proofs from each
/// peer. The cache keys on all the bytes that were verified — signer, signature, message — so a
/// hit proves exactly what the check would (consensus reference, pitfall "verification cache").
package final class CachingAuthenticator: VoteAuthenticator {
    private struct Known: Hashable {
        let index: Int
        let signature: Signature
        let message: [UInt8]
    }

    private struct Contents {
        var recent: Set<Known> = []
        var older: Set<Known> = []
    }

    private let authenticator: any VoteAuthenticator
    private let capacity: Int
    private let contents = Mutex(Contents())

    /// Wraps an authenticator; remembers between `capacity` and twice as many good votes.
    package init(_ authenticator: any VoteAuthenticator, capacity: Int = 2_048) {
        self.authenticator = authenticator
        self.capacity = capacity
    }

    /// Whether the signature is valid; only good ones are remembered.
    package func isValid(_ signature: Signature, by index: Int, for message: [UInt8]) -> Bool {
        let vote = Known(index: index, signature: signature, message: message)
        let isKnown = contents.withLock { $0.recent.contains(vote) || $0.older.contains(vote) }
        if isKnown { return true }
        guard authenticator.isValid(signature, by: index, for: message) else { return false }
        contents.withLock { contents in
            contents.recent.insert(vote)
            if contents.recent.count >= capacity {
                contents.older = contents.recent
                contents.recent = []
            }
        }
        return true
    }
}
