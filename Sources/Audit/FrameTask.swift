import Cryptography
import Ledger
import Storage

/// One frame on its way to a check that needs no state.
enum FrameTask: Sendable {
    case block(BlockTask)
    case finalization(FinalizationTask)
    /// Nothing is left to check, for this is wrong.
    case finding(AuditFinding)

    /// Whether it may make the last block of an epoch final.
    var endsEpoch: Bool {
        if case .finalization(let task) = self { task.block.header.isBoundary } else { false }
    }
}

/// A block whose header is good.
struct BlockTask: Sendable {
    let block: HashedHeader
    let spot: FrameSpot
    let body: [UInt8]
    /// The part whose checksum fails; nil for a frame that is as it was written.
    let damage: DamagedPart?
}

/// A proof and the block that it names.
struct FinalizationTask: Sendable {
    let block: HashedHeader
    let spot: FrameSpot
    let proof: [UInt8]
}

/// A frame after the checks that need no state.
enum CheckedFrame: Sendable {
    case block(CheckedBlock)
    /// A proof of a quorum; the block and all before it are final.
    case finality(of: HashedHeader, spot: FrameSpot, voteCount: Int)
    /// A proof of an epoch that begins with a block which could not be executed.
    case unknownEpoch(of: HashedHeader, spot: FrameSpot)
    case finding(AuditFinding)

    /// Whether it makes the last block of an epoch final.
    var endsEpoch: Bool {
        if case .finality(let block, _, _) = self { block.header.isBoundary } else { false }
    }
}

/// A block after the checks that need no state.
struct CheckedBlock: Sendable {
    let block: HashedHeader
    let spot: FrameSpot
    let damage: DamagedPart?
    let statements: [CheckedStatement]
    /// Why the body cannot be read to its end; nil when it could.
    let unreadable: LedgerViolation?
    /// The block as it was read, when its epoch was not known yet; nothing is checked then.
    var unchecked: BlockTask?

    var header: BlockHeader { block.header }
}

/// A statement after the checks that need no state.
enum CheckedStatement: Sendable {
    /// Well formed and signed.
    case authentic(AuthenticStatement)
    /// Well formed; the key that it names was not known yet.
    case unknownKey(InspectedStatement)
    /// Not well formed, or not signed by the key that it names.
    case refused(LedgerViolation, SuspectStatement)

    var inspected: InspectedStatement? {
        switch self {
        case .authentic(let statement): statement.statement
        case .unknownKey(let statement): statement
        case .refused: nil
        }
    }
}
