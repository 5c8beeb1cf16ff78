import CBOR
package import Ledger

/// The epochs there were, and what proves the change from each to the next.
///
/// It leads from the validators of the genesis to those of today, for others too: whoever is in an
/// earlier epoch is shown how that ended, and a certificate's file carries all changes as hops.
package struct EpochHistory: Sendable {
    /// The end of one epoch.
    package struct End: Sendable {
        /// The epoch's last block.
        package let last: HashedHeader
        /// Its encoded finalization by the validators of the epoch.
        package let finalization: [UInt8]
        /// The validators of the next epoch.
        package let next: ValidatorSet
    }

    /// The validators of epoch 0.
    package let first: ValidatorSet
    /// The ends of the epochs, by their numbers.
    package private(set) var ends: [End] = []

    /// The history of a chain in its first epoch.
    package init(_ genesis: Genesis) { first = genesis.validators }

    /// The validators of the epoch that has not ended.
    package var current: ValidatorSet { ends.last?.next ?? first }

    /// The validators of an epoch that has begun.
    package func validators(of epoch: UInt64) -> ValidatorSet? {
        guard epoch <= UInt64(ends.count) else { return nil }
        return epoch == 0 ? first : ends[Int(epoch) - 1].next
    }

    /// How an epoch ended; nil when it has not.
    package func end(of epoch: UInt64) -> End? {
        epoch < UInt64(ends.count) ? ends[Int(epoch)] : nil
    }

    /// The changes that lead from the genesis to an epoch, oldest first.
    package func hops(to epoch: UInt64) -> [EvidenceHop] {
        var current = first.validators
        return ends.prefix(Int(clamping: epoch)).map { end in
            let isChange = end.next.validators != current
            current = end.next.validators
            return EvidenceHop(
                header: end.last.header.encoded,
                finalization: end.finalization,
                nextValidators: isChange ? end.next.encoded : []
            )
        }
    }

    /// Takes note that the current epoch ended; the finalization was checked.
    mutating func append(_ end: End) {
        precondition(end.last.header.epoch == UInt64(ends.count), "epochs end in order")
        precondition(end.next.epoch == end.last.header.epoch + 1, "epochs have no gaps")
        ends.append(end)
    }
}

extension EpochHistory.End {
    /// The consensus message that shows a peer how its epoch ended.
    var message: [UInt8] {
        // `[2, [header, proof]]`, the proof kept as the bytes that were checked.
        var writer = CBORWriter(capacity: 512 + finalization.count)
        writer.array(2)
        writer.unsigned(2)
        writer.array(2)
        last.encode(into: &writer)
        writer.encoded(finalization)
        return writer.bytes
    }
}
