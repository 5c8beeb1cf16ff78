import CBOR
package import Ledger

#if CANARIES
package import Consensus
#endif

/// Makes the electorate of each epoch from its validator set.
package struct ElectorateMaker: Sendable {
    /// How the votes of a set are checked.
    package typealias Authentication =
        @Sendable (ValidatorSet) throws(ChainError) -> any VoteAuthenticator

    /// The chain.
    package let chain: ChainIdentity
    private let authentication: Authentication
    #if CANARIES
    /// Whether electorates take a wrong quorum, for the simulator to catch.
    package var mutations: Set<Mutation> = []
    #endif

    /// Checks votes by the keys of the set, each signature once.
    package init(_ chain: ChainIdentity) {
        self.init(chain) { set throws(ChainError) in
            CachingAuthenticator(try ValidatorKeys(set, suite: chain.suite))
        }
    }

    /// Checks votes in another way; the simulator's door.
    package init(_ chain: ChainIdentity, authentication: @escaping Authentication) {
        self.chain = chain
        self.authentication = authentication
    }

    /// The electorate of a set.
    package func electorate(of set: ValidatorSet) throws(ChainError) -> Electorate {
        Electorate(
            chain: chain,
            epoch: set.epoch,
            thresholds: thresholds(of: set),
            validatorsHash: set.hash(chain.suite),
            authenticator: try authentication(set)
        )
    }

    private func thresholds(of set: ValidatorSet) -> QuorumThresholds {
        #if CANARIES
        if mutations.contains(.smallQuorum) { return .weakened(count: set.count) }
        if mutations.contains(.countSignerTwice) { return .countingTwice(count: set.count) }
        #endif
        return set.thresholds
    }
}

extension Electorate {
    /// Reads and checks the finalization of a block of this electorate's epoch.
    func finalization(
        _ bytes: [UInt8],
        of block: HashedHeader
    ) throws(ChainError) -> Verified<QuorumProof> {
        var reader = CBORReader(bytes)
        let proof = try QuorumProof(
            from: &reader,
            block: block,
            chain: chain,
            validatorCount: count
        )
        do { try reader.finish() } catch { throw .encoding(error) }
        guard proof.kind == .finalize else { throw .blockMismatch }
        return try Verified(proof, by: self)
    }
}
