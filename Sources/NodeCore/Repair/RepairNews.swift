package import Cryptography
package import Storage

/// What a repair of the ledger folder tells on its way.
package enum RepairNews: Hashable, Sendable {
    /// So many bytes of all were read.
    case read(done: UInt64, of: UInt64)
    /// So many of the damaged places were worked on.
    case tried(done: Int, of: Int)
    /// A place is damaged.
    case damaged(LedgerDamage)
    /// A segment between others, or before them, is gone.
    case segmentMissing(String)
    /// Something that the chain needs is not there, and no damaged place can have held it.
    case missing(MissingFrame)
    /// A sealed segment has no index that fits.
    case unindexed(segment: String)
    /// The last write was interrupted; the next start cuts it off.
    case tornTail(byteCount: UInt64)
    /// A block is whole again.
    case mendedBlock(height: UInt64, Digest)
    /// A finalization is whole again.
    case mendedFinalization(height: UInt64)
    /// What stood at a place is of no more use, and the place says so now.
    case cleared(LedgerDamage)
    /// Nobody sent the newest finalization: the ledger ends at the one before.
    case shortened(LedgerDamage)
    /// The index of a sealed segment was written.
    case indexed(file: String)
    /// A place stays as it is.
    case left(LedgerDamage)
    /// Nobody sent what is missing.
    case stillMissing(MissingFrame)
    /// A peer does not help.
    case peerFailed(name: String, english: String, chinese: String)

    /// The stable name; nil for progress.
    package var code: String? {
        switch self {
        case .read, .tried: nil
        case .damaged: "repair.damaged"
        case .segmentMissing: "repair.segmentMissing"
        case .missing: "repair.missing"
        case .unindexed: "repair.unindexed"
        case .tornTail: "repair.tornTail"
        case .mendedBlock: "repair.mendedBlock"
        case .mendedFinalization: "repair.mendedFinalization"
        case .cleared: "repair.cleared"
        case .shortened: "repair.shortened"
        case .indexed: "repair.indexed"
        case .left: "repair.left"
        case .stillMissing: "repair.stillMissing"
        case .peerFailed: "repair.peerFailed"
        }
    }

    /// A sentence in English; empty for progress.
    package var english: String {
        switch self {
        case .read, .tried: ""
        case .damaged(let damage): "damaged: \(damage.english)"
        case .segmentMissing(let segment): "\(segment) is gone"
        case .missing(let frame): "missing, and no damaged place held it: \(frame.english)"
        case .unindexed(let segment): "\(segment) has no index that fits"
        case .tornTail(let byteCount):
            "\(byteCount) bytes of an interrupted write at the end; the next start cuts them off"
        case .mendedBlock(let height, let hash):
            "block \(height) is whole again: \(hash.hexadecimal)"
        case .mendedFinalization(let height):
            "the finalization of block \(height) is whole again"
        case .cleared(let damage):
            "given up, since later finalizations settle it: \(damage.english)"
        case .shortened(let damage):
            "given up: \(damage.english); the ledger ends earlier, and the node fetches the rest "
                + "when it runs"
        case .indexed(let file): "\(file) was written anew"
        case .left(let damage): "not mended: \(damage.english); \(damage.englishReason)"
        case .stillMissing(let frame): "still missing: no peer sent \(frame.english)"
        case .peerFailed(let name, let english, _): "\(name) does not help: \(english)"
        }
    }

    /// A sentence in Chinese; empty for progress.
    package var chinese: String {
        switch self {
        case .read, .tried: ""
        case .damaged(let damage): "损坏：\(damage.chinese)"
        case .segmentMissing(let segment): "\(segment) 不存在"
        case .missing(let frame): "缺失，且没有损坏之处可能存放过它：\(frame.chinese)"
        case .unindexed(let segment): "\(segment) 没有相符的索引"
        case .tornTail(let byteCount): "末尾有 \(byteCount) 字节未写完的数据，下次启动时截去"
        case .mendedBlock(let height, let hash): "区块 \(height) 已修复：\(hash.hexadecimal)"
        case .mendedFinalization(let height): "区块 \(height) 的终局证明已修复"
        case .cleared(let damage): "其后的终局证明已使其不再需要，已作空白：\(damage.chinese)"
        case .shortened(let damage): "已作空白：\(damage.chinese)；账本止于更早处，节点运行时取回其后部分"
        case .indexed(let file): "已重新写入 \(file)"
        case .left(let damage): "未修复：\(damage.chinese)；\(damage.chineseReason)"
        case .stillMissing(let frame): "仍然缺失：没有对等节点送来\(frame.chinese)"
        case .peerFailed(let name, _, let chinese): "\(name) 无法提供数据：\(chinese)"
        }
    }
}

extension LedgerDamage {
    fileprivate var english: String {
        let spot = frame.spot
        return "\(what.english) at byte \(spot.offset) of \(spot.fileName), \(spot.byteCount) bytes"
    }

    fileprivate var chinese: String {
        let spot = frame.spot
        return "\(spot.fileName) 第 \(spot.offset) 字节起 \(spot.byteCount) 字节，\(what.chinese)"
    }

    private var what: (english: String, chinese: String) {
        let height = frame.height.map(String.init) ?? "?"
        return switch frame.kind {
        case .block: ("block \(height)", "区块 \(height)")
        case .finalization: ("the finalization of block \(height)", "区块 \(height) 的终局证明")
        case .blank: ("a blank place", "空白处")
        case nil: ("an unknown frame", "未知内容")
        }
    }

    fileprivate var englishReason: String {
        switch frame.kind {
        case .block: "no peer sent its bytes"
        case .finalization: "no peer sent a finalization of this very block that fits the place"
        case .blank, nil: "nothing says what stood there"
        }
    }

    fileprivate var chineseReason: String {
        switch frame.kind {
        case .block: "没有对等节点送来其内容"
        case .finalization: "没有对等节点送来该区块自身且放得下的终局证明"
        case .blank, nil: "无从得知原有内容"
        }
    }
}

/// A block, or an epoch's last finalization, that must be in the ledger folder and is not.
package struct MissingFrame: Hashable, Sendable {
    let kind: FrameKind
    let height: UInt64

    fileprivate var english: String {
        kind == .block ? "block \(height)" : "the finalization of block \(height)"
    }

    fileprivate var chinese: String {
        kind == .block ? "区块 \(height)" : "区块 \(height) 的终局证明"
    }
}

/// What a repair of the ledger folder came to.
package struct RepairOutcome: Hashable, Sendable {
    /// The bytes that were read.
    package let byteCount: UInt64
    /// The places that were damaged.
    package let damageCount: Int
    /// The blocks and finalizations that are whole again.
    package internal(set) var mendedCount = 0
    /// The places whose content is of no more use.
    package internal(set) var clearedCount = 0
    /// The indexes that were written.
    package internal(set) var indexCount = 0
    /// The places that are damaged still, and one more when something is missing without a trace.
    package internal(set) var leftCount: Int

    /// Whether a node can start from the folder.
    package var isWhole: Bool { leftCount == 0 }
}
