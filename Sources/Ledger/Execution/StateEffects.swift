import CBOR
import Cryptography
import Merkle

/// What a block does to the state, in bytes: the digest of the state is a chain over them.
///
/// Every statement contributes what it changed and its leaf index with the tag of its signed bytes.
/// Whoever executes a block otherwise than the proposer gets another digest.
struct StateEffects {
    private var writer = CBORWriter(capacity: 1_024)

    /// The keys that records used, each as operation and tag.
    mutating func records(_ batch: InspectedBatch, memberIndex: Int) {
        var keys: [UInt8] = []
        keys.reserveCapacity(batch.keys.count * (1 + Tag.byteCount))
        for key in batch.keys {
            keys.append(key.operation.rawValue)
            key.tag.append(to: &keys)
        }
        writer.array(3)
        writer.unsigned(UInt64(memberIndex))
        writer.text(batch.batch.category)
        writer.byteString(keys)
    }

    /// The certificate that was issued, and the one it replaced.
    mutating func certificate(_ claims: CertificateClaims, memberIndex: Int) {
        writer.array(4)
        writer.unsigned(UInt64(memberIndex))
        writer.text(claims.type)
        writer.text(claims.subject)
        if let superseded = claims.supersedes { writer.unsigned(superseded) } else { writer.null() }
    }

    /// The status that was changed.
    mutating func status(_ change: StatusChange) {
        writer.array(2)
        writer.unsigned(change.leafIndex)
        writer.unsigned(UInt64(change.status.rawValue))
    }

    /// The key that was granted.
    mutating func grant(_ grant: KeyGrant) {
        writer.encoded(grant.encoded)
    }

    /// The proposal that was made and what became of it at once.
    mutating func proposal(_ record: ProposalRecord) {
        writer.array(4)
        writer.unsigned(UInt64(record.memberIndex))
        writer.byteString(record.entry)
        writer.byteString(record.changesDigest)
        writer.text(record.outcome.word)
    }

    /// The voice that was heard and what became of the proposal.
    mutating func ballot(_ voice: ProposalRecord.Voice, on record: ProposalRecord) {
        writer.array(4)
        writer.unsigned(UInt64(voice.memberIndex))
        writer.byteString(record.entry)
        writer.boolean(voice.approves)
        writer.text(record.outcome.word)
    }

    /// The validator that was proven to contradict itself, and by what.
    mutating func accusation(_ accusation: Accusation) {
        writer.array(4)
        writer.unsigned(accusation.epoch)
        writer.unsigned(accusation.view)
        writer.unsigned(accusation.signer)
        writer.text(accusation.pair.rawValue)
    }

    /// What holds from the next epoch on.
    mutating func enacted(_ charter: Charter) {
        writer.byteString(charter.digest)
    }

    /// The statement itself.
    mutating func signed(_ tag: Tag, leafIndex: UInt64) {
        writer.array(2)
        writer.unsigned(leafIndex)
        writer.byteString(tag)
    }

    /// The digest of the state after the block.
    func digest(after previous: Digest, height: UInt64, timeMs: UInt64, suite: Suite) -> Digest {
        var block = CBORWriter()
        block.array(3)
        block.byteString(previous)
        block.unsigned(height)
        block.unsigned(timeMs)
        return suite.digest([block.bytes, writer.bytes])
    }
}
