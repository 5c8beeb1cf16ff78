package import Cryptography
package import Ledger
package import Storage

/// What an audit can find wrong.
package enum AuditFault: Hashable, Sendable {
    /// The bytes of a frame do not match its checksum, and no statement in it could be blamed.
    case damagedFrame(DamagedPart, FrameKind?)
    /// A frame is filed under another hash or height than its header has.
    case misnamedFrame(stated: Digest)
    /// A block header cannot be read, or is not of this chain.
    case header(ChainError)
    /// A proof of finality does not prove anything.
    case finalization(ChainError)
    /// The proof is a good one, but of something else than finality.
    case notFinality(VoteKind)
    /// Who decides in this epoch is not known, since a block before it could not be executed.
    case unknownEpoch(UInt64)
    /// Two different blocks of one height are final.
    case fork(other: Digest)
    /// Blocks that must be there, for later ones build on them, are not.
    case missingBlocks(ClosedRange<UInt64>)
    /// A segment file is missing between two others, or before the first.
    case missingSegment(ClosedRange<UInt64>)
    /// A rule of the ledger is broken.
    case rule(LedgerViolation)
}

extension AuditFault {
    /// The stable name printed in reports and matched by tools.
    package var code: String {
        switch self {
        case .damagedFrame: "audit.damagedFrame"
        case .misnamedFrame: "audit.misnamedFrame"
        case .header(let cause), .finalization(let cause): cause.code
        case .notFinality: "audit.notFinality"
        case .unknownEpoch: "audit.unknownEpoch"
        case .fork: "audit.fork"
        case .missingBlocks: "audit.missingBlocks"
        case .missingSegment: "audit.missingSegment"
        case .rule(let violation): violation.code
        }
    }

    /// What is wrong, for English readers.
    package var english: String {
        switch self {
        case .damagedFrame(let part, let kind):
            "\(part.english) of \(kind.english) does not match its checksum"
        case .misnamedFrame(let stated):
            "the frame is filed under \(stated.abbreviated), which is not the block in it"
        case .header(let cause): "the block header is refused: \(cause.english)"
        case .finalization(let cause): "the finalization is refused: \(cause.english)"
        case .notFinality(let kind): "the stored proof is one of \(kind.rawValue) votes"
        case .unknownEpoch(let epoch):
            "who decides in epoch \(epoch) follows from blocks that could not be executed"
        case .fork(let other): "block \(other.abbreviated) of the same height is final too"
        case .missingBlocks(let heights): "blocks are missing: heights \(heights.text)"
        case .missingSegment(let heights):
            "a segment file is missing: heights \(heights.text); if it was moved away, name its "
                + "folder with --archive"
        case .rule(let violation): violation.english
        }
    }

    /// What is wrong, for Chinese readers.
    package var chinese: String {
        switch self {
        case .damagedFrame(let part, let kind): "\(kind.chinese)的\(part.chinese)与校验和不符"
        case .misnamedFrame(let stated): "帧所标名称 \(stated.abbreviated) 不是其中的区块"
        case .header(let cause): "区块头不成立：\(cause.chinese)"
        case .finalization(let cause): "终局证明不成立：\(cause.chinese)"
        case .notFinality(let kind): "所存证明是 \(kind.rawValue) 投票，不是终局证明"
        case .unknownEpoch(let epoch): "第 \(epoch) 纪元的验证节点取决于未能执行的区块"
        case .fork(let other): "同一高度的区块 \(other.abbreviated) 也已终局"
        case .missingBlocks(let heights): "缺少区块：高度 \(heights.text)"
        case .missingSegment(let heights):
            "缺少分段文件：高度 \(heights.text)；若已移走，请用 --archive 指明所在文件夹"
        case .rule(let violation): violation.chinese
        }
    }
}

extension DamagedPart {
    fileprivate var english: String {
        switch self {
        case .fixedPart: "the frame head"
        case .header: "the block header"
        case .body: "the content"
        case .unfinished: "the cut-off end"
        }
    }

    fileprivate var chinese: String {
        switch self {
        case .fixedPart: "帧头"
        case .header: "区块头"
        case .body: "内容"
        case .unfinished: "残缺末尾"
        }
    }
}

extension FrameKind? {
    fileprivate var english: String {
        switch self {
        case .block: "a block"
        case .finalization: "a finalization"
        case .blank: "a blank frame"
        case nil: "an unreadable frame"
        }
    }

    fileprivate var chinese: String {
        switch self {
        case .block: "区块"
        case .finalization: "终局证明"
        case .blank: "空白帧"
        case nil: "无法识别的帧"
        }
    }
}

extension Digest {
    /// Enough of a digest to tell blocks apart in a report.
    package var abbreviated: String { String(hexadecimal.prefix(12)) + "…" }
}

extension ClosedRange<UInt64> {
    var text: String { count == 1 ? "\(lowerBound)" : "\(lowerBound)–\(upperBound)" }
}
