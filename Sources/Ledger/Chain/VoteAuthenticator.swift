package import Cryptography

/// Checks signatures of validators; production uses ``ValidatorKeys``, the simulator keyed hashes.
package protocol VoteAuthenticator: Sendable {
    /// Whether validator `index` signed `message`; an index out of range is never valid.
    func isValid(_ signature: Signature, by index: Int, for message: [UInt8]) -> Bool
}

/// Signs with one validator's vote key.
package protocol VoteSigner: Sendable {
    /// The signature over `message`.
    func sign(_ message: [UInt8]) -> Signature
}

extension SigningKey: VoteSigner {}

/// The vote keys of a validator set, checked to be on the curve and ready to verify.
package struct ValidatorKeys: VoteAuthenticator {
    private let keys: [VerificationKey]

    /// Prepares the keys of a set.
    package init(_ set: ValidatorSet, suite: Suite) throws(ChainError) {
        var keys: [VerificationKey] = []
        keys.reserveCapacity(set.count)
        for (index, validator) in set.validators.enumerated() {
            do {
                keys.append(try VerificationKey(validator.voteKey, suite: suite))
            } catch {
                throw .unusableKey(index: index)
            }
        }
        self.keys = keys
    }

    /// Whether validator `index` signed `message`.
    package func isValid(_ signature: Signature, by index: Int, for message: [UInt8]) -> Bool {
        keys.indices.contains(index) && keys[index].isValid(signature, for: message)
    }
}
