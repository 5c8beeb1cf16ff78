import CBOR
package import Ledger

/// A message between validators on the control connection.
///
/// Wire form: `[kind, content]` with kinds 0 proposal, 1 vote, 2 proof with its header, 3 status,
/// 4 proof request, 5 standing request, 6 standing. Proofs asked for come back as ordinary proof
/// messages.
package enum ConsensusMessage: Hashable, Sendable {
    /// A leader proposes a block.
    case proposal(BlockProposal)
    /// A validator votes.
    case vote(Vote)
    /// A notarization, nullification or finalization.
    case proof(QuorumProof)
    /// Where the sender stands.
    case status(PeerStatus)
    /// The sender lacks proofs.
    case proofRequest(ProofRequest)
    /// The sender lost its journal.
    case standingRequest(StandingRequest)
    /// Where the sender stands, for a validator that lost its journal.
    case standing(Standing)

    /// The deterministic encoding.
    package var encoded: [UInt8] {
        var writer = CBORWriter(capacity: 1024)
        writer.array(2)
        switch self {
        case .proposal(let proposal):
            writer.unsigned(0)
            proposal.encode(into: &writer)
        case .vote(let vote):
            writer.unsigned(1)
            vote.encode(into: &writer)
        case .proof(let proof):
            writer.unsigned(2)
            proof.encodeWithHeader(into: &writer)
        case .status(let status):
            writer.unsigned(3)
            status.encode(into: &writer)
        case .proofRequest(let request):
            writer.unsigned(4)
            request.encode(into: &writer)
        case .standingRequest(let request):
            writer.unsigned(5)
            request.encode(into: &writer)
        case .standing(let standing):
            writer.unsigned(6)
            standing.encode(into: &writer)
        }
        return writer.bytes
    }

    /// The epoch a message belongs to, without reading the rest: how many validators its bitmaps
    /// are for depends on that.
    package static func epoch(of bytes: ArraySlice<UInt8>) throws(ConsensusError) -> UInt64 {
        var reader = CBORReader(bytes, limits: .standard)
        let kind: UInt64
        do {
            try reader.array(count: 2)
            kind = try reader.unsigned()
            switch kind {
            case 0:
                try reader.array(count: 3)
                try reader.array(count: 6)
            case 1: try reader.array(count: 6)
            case 2: try reader.array(count: 2)
            case 3: try reader.array(count: 4)
            case 4: try reader.array(count: 3)
            case 5: try reader.array(count: 2)
            case 6: try reader.array(count: 4)
            default: break
            }
        } catch { throw .encoding(error) }
        guard kind <= 6 else { throw .unknownKind(found: kind) }
        if kind == 2 { try skipHeader(in: &reader) }
        do { return try reader.unsigned() } catch { throw .encoding(error) }
    }

    private static func skipHeader(in reader: inout CBORReader) throws(ConsensusError) {
        do {
            if reader.nextIsNull {
                try reader.null()
            } else {
                _ = try BlockHeader(from: &reader)
            }
            try reader.array(count: 6)
        } catch let error as CBORError {
            throw .encoding(error)
        } catch let error as ChainError {
            throw .chain(error)
        } catch { preconditionFailure("readers throw no other errors") }
    }

    /// Reads one message and refuses trailing bytes; signatures are not yet checked.
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
        case 0:
            self = .proposal(
                try BlockProposal(from: &reader, chain: chain, validatorCount: validatorCount)
            )
        case 1: self = .vote(try Self.vote(from: &reader, chain: chain))
        case 2:
            self = .proof(
                try Self.proof(from: &reader, chain: chain, validatorCount: validatorCount)
            )
        case 3: self = .status(try PeerStatus(from: &reader))
        case 4: self = .proofRequest(try ProofRequest(from: &reader))
        case 5: self = .standingRequest(try StandingRequest(from: &reader))
        case 6: self = .standing(try Standing(from: &reader))
        default: throw .unknownKind(found: kind)
        }
        do { try reader.finish() } catch { throw .encoding(error) }
    }

    /// Reads a vote, its refusal as a refusal of the message.
    static func vote(
        from reader: inout CBORReader,
        chain: ChainIdentity
    ) throws(ConsensusError) -> Vote {
        do { return try Vote(from: &reader, chain: chain) } catch { throw .chain(error) }
    }

    /// Reads a proof with its header, its refusal as a refusal of the message.
    static func proof(
        from reader: inout CBORReader,
        chain: ChainIdentity,
        validatorCount: Int
    ) throws(ConsensusError) -> QuorumProof {
        do {
            return try QuorumProof(
                withHeaderFrom: &reader,
                chain: chain,
                validatorCount: validatorCount
            )
        } catch { throw .chain(error) }
    }
}
