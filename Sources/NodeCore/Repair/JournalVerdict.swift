import Consensus
package import Storage

/// What state a vote journal is in, and what the node will do about it.
package enum JournalVerdict: Hashable, Sendable {
    /// The node has not voted yet.
    case new
    /// Every record is there.
    case whole(recordCount: Int)
    /// The last batch was never acknowledged, and is discarded.
    case tornTail
    /// One copy gave the other what was bad or missing.
    case repaired(batchCount: Int)
    /// Votes are forgotten; the node votes above its ceiling only.
    case lost(ceiling: ViewMark)
    /// Votes are forgotten, and so is how far they went; the node asks the others first.
    case asksOthers
    /// A vote was shown that the journal does not know; the node follows and does not vote in this
    /// epoch.
    case silenced(epoch: UInt64)

    /// Judges by what opening the journal found.
    init(_ report: JournalReport, _ records: [Storage.JournalRecord]) {
        let ceiling = report.isAmnesia ? report.ceiling ?? .unknown : report.ceiling ?? .zero
        let silencing = records.last { record in
            let floor = Consensus.JournalRecord.floor(
                epoch: record.mark.epoch,
                view: Consensus.JournalRecord.unreachableView
            )
            return record.payload == floor.encoded
        }
        let newestEpoch = records.map(\.mark.epoch).max()
        if ceiling == .unknown {
            self = .asksOthers
        } else if report.isAmnesia {
            self = .lost(ceiling: ceiling)
        } else if let silencing, silencing.mark.epoch == newestEpoch {
            self = .silenced(epoch: silencing.mark.epoch)
        } else if report.repairedBatchCount > 0 {
            self = .repaired(batchCount: report.repairedBatchCount)
        } else if report.outcome == .tornTail {
            self = .tornTail
        } else {
            self = report.outcome == .created ? .new : .whole(recordCount: records.count)
        }
    }

    /// Whether the node votes as if nothing had happened.
    package var isWhole: Bool {
        switch self {
        case .new, .whole, .tornTail, .repaired: true
        case .lost, .asksOthers, .silenced: false
        }
    }

    /// The stable name.
    package var code: String {
        switch self {
        case .new: "journal.new"
        case .whole: "journal.whole"
        case .tornTail: "journal.tornTail"
        case .repaired: "journal.repaired"
        case .lost: "journal.lostAboveCeiling"
        case .asksOthers: "journal.asksOthers"
        case .silenced: "journal.silenced"
        }
    }

    /// The state in plain English, and what follows.
    package var english: String {
        switch self {
        case .new: "the vote journal is new: this node has not voted yet"
        case .whole(let count): "the vote journal is whole, \(count) records in both copies"
        case .tornTail:
            "the vote journal is whole; its last write was interrupted, and nothing of it was sent"
        case .repaired(let count):
            "the vote journal is whole: \(count) batches that were bad or missing in one copy "
                + "came from the other"
        case .lost(let ceiling):
            "the vote journal lost votes; the node goes on voting above view \(ceiling.view) of "
                + "epoch \(ceiling.epoch), beyond which it had signed nothing"
        case .asksOthers:
            "the vote journal is lost with its ceiling; when the node starts it asks the others "
                + "how far its votes may have gone, and votes above that"
        case .silenced(let epoch):
            "the node does not vote in epoch \(epoch): a vote of its key came back that its "
                + "journal does not know. If no other process or machine has the key, the journal "
                + "is an old one: lianzheng-node repair --home HOME --journal-lost"
        }
    }

    /// The state in plain Chinese, and what follows.
    package var chinese: String {
        switch self {
        case .new: "投票日志是新的：本节点尚未投过票"
        case .whole(let count): "投票日志完好，两份副本均有 \(count) 条记录"
        case .tornTail: "投票日志完好；最后一次写入中断，其内容从未发出"
        case .repaired(let count): "投票日志完好：一份副本中损坏或缺失的 \(count) 批已由另一份补回"
        case .lost(let ceiling):
            "投票日志丢失了投票；节点只在纪元 \(ceiling.epoch) 的视图 \(ceiling.view) 之后投票，"
                + "它从未签过更高视图的投票"
        case .asksOthers:
            "投票日志连同上限一并丢失；节点启动后先询问其他节点其投票可能到达的视图，只在其后投票"
        case .silenced(let epoch):
            "节点在纪元 \(epoch) 不投票：出现了其密钥签过而日志中没有的投票。"
                + "若没有其他进程或机器使用该密钥，则日志是旧的：lianzheng-node repair --home 目录 --journal-lost"
        }
    }
}

extension NodeHome {
    /// Opens the vote journal as a start would, which repairs one copy by the other, and says what
    /// state it is in.
    package func judgeJournal(
        on fileSystem: some FileSystem,
        ledgerIsEmpty: Bool
    ) throws(StorageError) -> JournalVerdict {
        let found = try VoteJournal.open(
            folder: journal,
            fileSystem: fileSystem,
            expectsVotes: try expectsVotes(on: fileSystem, ledgerIsEmpty: ledgerIsEmpty)
        )
        return JournalVerdict(found.report, found.records)
    }

    /// Sets the vote journal aside and begins one that knows of no vote, nor how far votes went.
    ///
    /// For a home whose journal is older than the node's last vote. The node then asks the others
    /// before it votes. While another process has the key, this must never be done.
    package func declareJournalLost(on fileSystem: some FileSystem) throws(StorageError) {
        var found = try VoteJournal.open(
            folder: journal,
            fileSystem: fileSystem,
            expectsVotes: true
        )
        try found.journal.adoptFloor([], ceiling: .unknown)
    }
}
