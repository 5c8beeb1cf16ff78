import CBOR
package import Ledger

/// What a replica must not forget.
///
/// Wire form: `[kind, content]` with kinds 0 own vote, 1 proof with its header, 2 floor.
package enum JournalRecord: Hashable, Sendable {
    /// A vote of this node, with its signature: after a restart the same bytes are sent again.
    case vote(Vote)
    /// A quorum proof this node acted on.
    case proof(QuorumProof)
    /// No vote is cast at this view of the epoch or below, in any later life.
    ///
    /// A finalization settled everything there, or the votes cast there were lost. It proves
    /// nothing: the view a life starts in comes from proofs and own votes. The floor never moves
    /// backwards.
    case floor(epoch: UInt64, view: UInt64)

    /// A view no epoch reaches: a floor here forbids all votes.
    ///
    /// Storage, which keeps its vote ceiling some views ahead, can still count beyond it.
    package static let unreachableView = UInt64.max / 2

    /// The view the record belongs to; storage may drop segments of records below the floor.
    package var view: UInt64 {
        switch self {
        case .vote(let vote): vote.statement.view
        case .proof(let proof): proof.view
        case .floor(_, let view): view
        }
    }

    /// The epoch the record belongs to.
    package var epoch: UInt64 {
        switch self {
        case .vote(let vote): vote.statement.epoch
        case .proof(let proof): proof.statement.epoch
        case .floor(let epoch, _): epoch
        }
    }

    /// The deterministic encoding.
    package var encoded: [UInt8] {
        var writer = CBORWriter(capacity: 512)
        writer.array(2)
        switch self {
        case .vote(let vote):
            writer.unsigned(0)
            vote.encode(into: &writer)
        case .proof(let proof):
            writer.unsigned(1)
            proof.encodeWithHeader(into: &writer)
        case .floor(let epoch, let view):
            writer.unsigned(2)
            writer.array(2)
            writer.unsigned(epoch)
            writer.unsigned(view)
        }
        return writer.bytes
    }

    /// Reads one record and refuses trailing bytes; signatures are checked when it is restored.
    package init(
        decoding bytes: ArraySlice<UInt8>,
        chain: ChainIdentity,
        validatorCount: Int
    ) throws(ConsensusError) {
        var reader = CBORReader(bytes, limits: .standard)
        let kind: UInt64
        do {
            try reader.array(count: 2)
            kind = try reader.unsigned()
        } catch { throw .encoding(error) }
        switch kind {
        case 0: self = .vote(try ConsensusMessage.vote(from: &reader, chain: chain))
        case 1:
            self = .proof(
                try ConsensusMessage.proof(
                    from: &reader,
                    chain: chain,
                    validatorCount: validatorCount
                )
            )
        case 2: self = try Self.floor(from: &reader)
        default: throw .unknownKind(found: kind)
        }
        do { try reader.finish() } catch { throw .encoding(error) }
    }

    private static func floor(from reader: inout CBORReader) throws(ConsensusError) -> Self {
        do {
            try reader.array(count: 2)
            return .floor(epoch: try reader.unsigned(), view: try reader.unsigned())
        } catch { throw .encoding(error) }
    }
}
