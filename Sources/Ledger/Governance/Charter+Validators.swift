package import Cryptography

extension Charter {
    /// The validators that decided in an epoch: this one, or one of the few before it.
    package func validators(ofEpoch epoch: UInt64) -> ValidatorSet? {
        epoch == validators.epoch
            ? validators : earlierValidators.first { $0.epoch == epoch }
    }

    /// The keys that sign statements without having been granted, each with its member's position:
    /// founding keys sign their first grant, vote keys report evidence.
    package var ungrantedKeys: [(key: VerificationKey, memberIndex: Int)] {
        let founding = foundingKeys.map { ($0.key, $0.memberIndex) }
        let voting = nodes.compactMap { node in
            node.voteKey.flatMap { key in memberIndex(code: node.member).map { (key, $0) } }
        }
        return (founding + voting).compactMap { key, index in
            (try? VerificationKey(key, suite: chain.suite)).map { ($0, index) }
        }
    }
}
