import Cryptography
import Ledger

/// Signatures that cost one digest: H(seed ‖ index ‖ message), twice.
///
/// Nobody in the simulation tries to forge them, and the code under test cannot tell.
struct FakeKeys: VoteAuthenticator {
    private let secret: [UInt8]
    private let suite: Suite

    /// The keys of a simulated validator set.
    init(seed: UInt64, suite: Suite) {
        secret = (0..<8).map { UInt8(truncatingIfNeeded: seed >> ($0 * 8)) }
        self.suite = suite
    }

    func isValid(_ signature: Signature, by index: Int, for message: [UInt8]) -> Bool {
        signature == sign(message, as: index)
    }

    /// The signature of a validator.
    func sign(_ message: [UInt8], as index: Int) -> Signature {
        let tag = suite.digest([secret, [UInt8(truncatingIfNeeded: index)], message]).bytes
        guard let signature = Signature(tag + tag) else {
            preconditionFailure("two digests make a signature")
        }
        return signature
    }

    /// The signer of a validator.
    func signer(_ index: Int) -> FakeSigner { FakeSigner(keys: self, index: index) }
}

/// Signs as one simulated validator.
struct FakeSigner: VoteSigner {
    let keys: FakeKeys
    let index: Int

    func sign(_ message: [UInt8]) -> Signature { keys.sign(message, as: index) }
}
