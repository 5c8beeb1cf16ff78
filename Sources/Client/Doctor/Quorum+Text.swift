package import Console
import Evidence

extension Diagnosis.Quorum {
    /// The arithmetic in one sentence.
    package var arithmetic: Phrase {
        Phrase(
            "n = \(count) validators, of which f = ⌊(n − 1) / 3⌋ = \(faults) may fail; "
                + "q = n − f = \(needed) votes decide; \(voting.count) vote now",
            "验证节点 n = \(count)，可容忍故障 f = ⌊(n − 1) / 3⌋ = \(faults)，"
                + "法定票数 q = n − f = \(needed)，目前投票 \(voting.count)"
        )
    }

    func lost(_ progress: Diagnosis.Progress) -> Explanation {
        let (english, chinese) = CivilTime.duration(progress.agoMs)
        let lacking = needed - voting.count
        return Explanation(
            Phrase(
                "the chain stands at height \(progress.height) (\(english) ago): "
                    + "\(voting.count) of \(count) validators vote, \(needed) are needed",
                "链停在高度 \(progress.height)（\(chinese)前）："
                    + "\(count) 个验证节点中仅 \(voting.count) 个投票，需要 \(needed) 个"
            ),
            why: Phrase(
                arithmetic.english + "; missing: " + list.english,
                arithmetic.chinese + "；缺席：" + list.chinese
            ),
            advice: Phrase(
                "bring back \(lacking) of the missing; it goes on by itself as soon as \(needed) "
                    + "vote, and nothing that was acknowledged is lost",
                "恢复其中 \(lacking) 个；一旦有 \(needed) 个投票，链即自动继续，已确认的内容不会丢失"
            )
        )
    }

    var weakened: Explanation {
        Explanation(
            Phrase(
                "\(missing.count) of \(count) validators missing: " + list.english,
                "\(count) 个验证节点中缺 \(missing.count) 个：" + list.chinese
            ),
            why: Phrase(
                arithmetic.english
                    + (spare == 0 ? "; when one more fails, the chain stands" : ""),
                arithmetic.chinese + (spare == 0 ? "；再缺一个链即停止" : "")
            ),
            advice: spare == 0
                ? Phrase("bring one back soon", "请尽快恢复其中一个")
                : Phrase(
                    "bring them back; \(spare) more may fail meanwhile",
                    "请恢复；在此期间最多还可再缺 \(spare) 个"
                )
        )
    }

    /// The missing, each with the reason and since when.
    private var list: Phrase {
        Phrase(
            missing.map(\.phrase.english).joined(separator: ", "),
            missing.map(\.phrase.chinese).joined(separator: "、")
        )
    }
}

extension Diagnosis.Quorum.Missing {
    /// The validator, why it is missing, and since when.
    var phrase: Phrase {
        let why =
            switch reason {
            case .silent: Phrase("down or cut off", "已停止或断网")
            case .abstains(let reason): reason.summary
            case .behind: Phrase("catching up", "正在追块")
            }
        guard let heardAgoMs, reason == .silent else {
            return Phrase("\(name) (\(why.english))", "\(name)（\(why.chinese)）")
        }
        let (english, chinese) = CivilTime.duration(heardAgoMs)
        return Phrase(
            "\(name) (\(why.english), not heard for \(english))",
            "\(name)（\(why.chinese)，\(chinese)没有消息）"
        )
    }
}

extension Diagnosis.Progress {
    var running: Explanation {
        let (english, chinese) = CivilTime.duration(agoMs)
        let beat = CivilTime.duration(heartbeatMs)
        return Explanation(
            Phrase(
                "the chain runs: block \(height), \(english) ago",
                "链运行正常：区块 \(height)，\(chinese)前"
            ),
            why: waiting == 0
                ? Phrase(
                    "nothing waits for a block; an idle chain makes one every \(beat.english)",
                    "没有待上链的内容；空闲时每 \(beat.chinese)产生一个区块"
                )
                : Phrase(
                    "\(waiting) statements wait for the next block",
                    "有 \(waiting) 条内容等待上链"
                )
        )
    }

    func stalled(_ best: NodeAnswer) -> Explanation {
        let (english, chinese) = CivilTime.duration(agoMs)
        let votes = best.voters.map { voter in
            "\(voter.name): " + (voter.votes.isEmpty ? "–" : voter.votes.joined(separator: " + "))
        }.joined(separator: ", ")
        return Explanation(
            Phrase(
                "no block for \(english), although enough validators are up",
                "验证节点数量足够，却已 \(chinese)没有新区块"
            ),
            why: Phrase(
                "block \(height) is the newest; view \(best.view), leader \(best.leader); "
                    + "votes there: \(votes)",
                "最新区块 \(height)；当前视图 \(best.view)，主节点 \(best.leader)；该视图的票：\(votes)"
            ),
            advice: Phrase(
                "run this again in a minute; if view and votes stay the same, the nodes do not "
                    + "hear each other: check the links between them and their logs",
                "一分钟后再次执行；若视图与票数不变，说明节点间互不相通：检查节点间线路与日志"
            )
        )
    }
}
