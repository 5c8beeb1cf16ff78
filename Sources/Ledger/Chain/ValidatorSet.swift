package import CBOR
package import Cryptography

/// The validators of one epoch, in the order their indexes count.
///
/// - Invariant: between 1 and 100 validators; members, vote keys and transport keys are distinct.
package struct ValidatorSet: Hashable, Sendable {
    /// The most validators a chain may have.
    package static let maximumCount = 100

    /// The epoch the set decides in.
    package let epoch: UInt64
    /// The validators; a vote names its signer by the position here.
    package let validators: [Validator]

    /// Checks the limits and that nobody occurs twice.
    package init(epoch: UInt64, validators: [Validator]) throws(ChainError) {
        guard 1...Self.maximumCount ~= validators.count else {
            throw .validatorCount(found: validators.count)
        }
        for (index, validator) in validators.enumerated() {
            let isRepeated = validators[..<index].contains { other in
                other.member == validator.member || other.voteKey == validator.voteKey
                    || other.transportKey == validator.transportKey
            }
            guard !isRepeated else { throw .duplicateValidator(index: index) }
        }
        self.epoch = epoch
        self.validators = validators
    }

    /// The number of validators, n.
    package var count: Int { validators.count }

    /// The thresholds for this many validators.
    package var thresholds: QuorumThresholds { QuorumThresholds(count: count) }

    /// How many votes decide, n − f.
    package var quorum: Int { thresholds.quorum }

    /// How many validators may fail in any way, ⌊(n − 1) / 3⌋.
    package var faults: Int { thresholds.faults }

    /// The index of the validator that answers to a transport key.
    package func index(ofTransportKey key: PublicKey) -> Int? {
        validators.firstIndex { $0.transportKey == key }
    }

    /// The index of the validator that signs with a vote key.
    package func index(ofVoteKey key: PublicKey) -> Int? {
        validators.firstIndex { $0.voteKey == key }
    }
}

// MARK: - Encoding

extension ValidatorSet {
    /// The deterministic encoding `[epoch, [+ validator]]`.
    package var encoded: [UInt8] {
        var writer = CBORWriter(capacity: 16 + count * 256)
        encode(into: &writer)
        return writer.bytes
    }

    /// Appends the deterministic encoding.
    package func encode(into writer: inout CBORWriter) {
        writer.array(2)
        writer.unsigned(epoch)
        writer.array(count)
        for validator in validators { validator.encode(into: &writer) }
    }

    /// Reads a set and refuses trailing bytes.
    package init(decoding bytes: [UInt8]) throws(ChainError) {
        var reader = CBORReader(bytes)
        try self.init(from: &reader)
        do { try reader.finish() } catch { throw .encoding(error) }
    }

    /// Reads a set from a longer encoding.
    package init(from reader: inout CBORReader) throws(ChainError) {
        let epoch: UInt64
        let count: Int
        var validators: [Validator] = []
        do {
            try reader.array(count: 2)
            epoch = try reader.unsigned()
            count = try reader.array()
        } catch { throw .encoding(error) }
        guard count <= Self.maximumCount else { throw .validatorCount(found: count) }
        do {
            for _ in 0..<count { validators.append(try Validator(from: &reader)) }
        } catch { throw .encoding(error) }
        try self.init(epoch: epoch, validators: validators)
    }

    /// The digest a header commits to.
    package func hash(_ suite: Suite) -> Digest { suite.digest(encoded) }
}
