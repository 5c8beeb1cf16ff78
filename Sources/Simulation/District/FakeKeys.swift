import Cryptography
import Ledger
import NodeCore

/// Signatures that cost one digest: H(secret ‖ vote key ‖ message), twice.
///
/// Nobody in the simulation tries to forge them, and the code under test cannot tell.
struct FakeKeys: Sendable {
    /// The signature of the validator with this vote key.
    static func sign(_ message: [UInt8], as key: PublicKey) -> Signature {
        let tag = Suite.p256.digest([Array("simulated vote".utf8), key.bytes, message]).bytes
        guard let signature = Signature(tag + tag) else {
            preconditionFailure("two digests make a signature")
        }
        return signature
    }

    /// A keyring that holds the vote keys of one node.
    static func keyring(_ keys: [PublicKey]) -> VoteKeyring {
        VoteKeyring { wanted in keys.contains(wanted) ? FakeSigner(key: wanted) : nil }
    }

    /// The electorates of a chain whose votes are signed so.
    static func electorates(_ chain: ChainIdentity) -> ElectorateMaker {
        ElectorateMaker(chain) { set in FakeAuthenticator(keys: set.validators.map(\.voteKey)) }
    }
}

/// Signs as one simulated validator.
struct FakeSigner: VoteSigner {
    let key: PublicKey

    func sign(_ message: [UInt8]) -> Signature { FakeKeys.sign(message, as: key) }
}

/// Checks the signatures of ``FakeKeys``.
struct FakeAuthenticator: VoteAuthenticator {
    let keys: [PublicKey]

    func isValid(_ signature: Signature, by index: Int, for message: [UInt8]) -> Bool {
        index < keys.count && FakeKeys.sign(message, as: keys[index]) == signature
    }
}
