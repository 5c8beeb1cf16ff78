package import Cryptography

/// The validators of one epoch of one chain, ready to check votes and quorum proofs.
package struct Electorate: Sendable {
    /// The chain voted on.
    package let chain: ChainIdentity
    /// The epoch the validators decide in.
    package let epoch: UInt64
    /// How many there are, decide, and may fail.
    package let thresholds: QuorumThresholds
    /// The digest headers of the epoch commit to.
    package let validatorsHash: Digest
    private let authenticator: any VoteAuthenticator

    /// Uses the set's own vote keys.
    package init(chain: ChainIdentity, set: ValidatorSet) throws(ChainError) {
        self.init(
            chain: chain,
            epoch: set.epoch,
            thresholds: set.thresholds,
            validatorsHash: set.hash(chain.suite),
            authenticator: try ValidatorKeys(set, suite: chain.suite)
        )
    }

    /// Uses another way to authenticate; the simulator's door.
    package init(
        chain: ChainIdentity,
        epoch: UInt64,
        thresholds: QuorumThresholds,
        validatorsHash: Digest,
        authenticator: any VoteAuthenticator
    ) {
        self.chain = chain
        self.epoch = epoch
        self.thresholds = thresholds
        self.validatorsHash = validatorsHash
        self.authenticator = authenticator
    }

    /// The number of validators, n.
    package var count: Int { thresholds.count }

    /// How many votes decide, n − f.
    package var quorum: Int { thresholds.quorum }

    /// Whether validator `index` signed `message`.
    package func isValid(_ signature: Signature, by index: Int, for message: [UInt8]) -> Bool {
        0..<count ~= index && authenticator.isValid(signature, by: index, for: message)
    }

    /// Refuses statements about another chain or epoch.
    func admit(_ statement: VoteStatement) throws(ChainError) {
        guard statement.chainID == chain.id else { throw .wrongChain }
        guard statement.epoch == epoch else {
            throw .wrongEpoch(expected: epoch, found: statement.epoch)
        }
    }
}
