import Console
import Evidence
import NodeCore

extension Abstention {
    /// Why the validator does not vote, in a few words.
    var summary: Phrase {
        switch self {
        case .observer: Phrase("left the validators", "已不是验证节点")
        case .halted: Phrase("halted", "已停止共识")
        case .recovering: Phrase("vote journal lost", "投票日志丢失")
        case .keyMissing: Phrase("vote key missing", "缺少投票密钥")
        case .silenced: Phrase("halted in this epoch", "本纪元内曾停止共识")
        case .belowFloor: Phrase("waits for later views", "等待未投过票的视图")
        case .diskFull: Phrase("disk full", "磁盘已满")
        }
    }

    func explanation(_ node: String) -> Explanation {
        Explanation(
            Phrase(
                "\(node) answers and does not vote: \(summary.english)",
                "\(node) 有应答但不投票：\(summary.chinese)"
            ),
            why: reason,
            advice: advice(node)
        )
    }

    private var reason: Phrase {
        switch self {
        case .observer:
            Phrase("the validator set does not name it", "验证节点集合中没有该节点")
        case .halted:
            Phrase("its replica refuses to go on", "其共识状态机拒绝继续")
        case .recovering:
            Phrase(
                "its vote journal and vote ceiling are gone, so it cannot know what it signed; a "
                    + "second, different vote would be equivocation",
                "投票日志与投票上限均已丢失，节点无从得知曾签过什么；再投不同的票即构成双重投票"
            )
        case .keyMissing:
            Phrase(
                "the vote key that the validator set names is not in keys/ of its home",
                "节点目录 keys/ 中没有验证节点集合所登记的投票密钥"
            )
        case .silenced:
            Phrase(
                "an earlier life of this node halted over its own votes or contradictory proofs",
                "该节点此前因自身投票或互相矛盾的证明而停止共识"
            )
        case .belowFloor:
            Phrase(
                "its vote journal or its ledger was lost; it votes again above the ceiling of what "
                    + "it may have signed",
                "其投票日志或账本曾丢失；待视图超过其可能签过的上限后恢复投票"
            )
        case .diskFull:
            Phrase("its disk has no room for more blocks", "磁盘没有空间存放新区块")
        }
    }

    private func advice(_ node: String) -> Phrase {
        switch self {
        case .belowFloor:
            Phrase(
                "wait, or give it a new key: `lianzheng govern rotate`",
                "等待，或更换密钥：`lianzheng govern rotate`"
            )
        case .keyMissing:
            Phrase(
                "put the key file back from its backup (mode 0600), or propose a new one: "
                    + "`lianzheng govern rotate`",
                "从备份恢复密钥文件（权限 0600），或提案更换：`lianzheng govern rotate`"
            )
        case .observer:
            Phrase(
                "propose it: `lianzheng govern propose --add-validator`",
                "如需投票，请提案：`lianzheng govern propose --add-validator`"
            )
        case .diskFull:
            Phrase("free space where its home lies", "清理节点目录所在磁盘")
        case .recovering:
            Phrase(
                "start the validators that are missing: n − f of the others must tell it how far "
                    + "it may have voted; then it votes again by itself",
                "启动缺席的验证节点：须有 n − f 个其他节点告知其可能投过的视图，之后它自动恢复投票"
            )
        case .halted, .silenced:
            Phrase(
                "give \(node) a new vote key by governance: `lianzheng govern rotate`; with the "
                    + "next epoch it votes again",
                "通过治理为 \(node) 更换投票密钥：`lianzheng govern rotate`；下一纪元起恢复投票"
            )
        }
    }
}

extension NodeAnswer.Recovery {
    func explanation(_ node: String) -> Explanation {
        let general = Abstention.recovering.explanation(node)
        return Explanation(
            Phrase(
                "\(general.what.english): \(answers) of \(needed) have answered it",
                "\(general.what.chinese)：已有 \(answers) 个节点答复，需要 \(needed) 个"
            ),
            why: general.why,
            advice: general.advice
        )
    }
}

extension NodeAnswer.Room {
    func full(_ node: String) -> Explanation {
        let left = free.map { "\($0 >> 20) MiB" } ?? "?"
        return Explanation(
            Phrase(
                "the disk of \(node) is full: \(left) free, \(reserve >> 20) MiB are kept back",
                "\(node) 磁盘已满：剩余 \(left)，须保留 \(reserve >> 20) MiB"
            ),
            why: Phrase(
                "it votes for no blocks and takes no submissions until there is room; reading "
                    + "goes on",
                "腾出空间之前，它不为区块投票、不接受报送；查询照常"
            ),
            advice: Phrase(
                "free space on the disk of its home, or make it larger; it goes on by itself",
                "清理节点目录所在磁盘或扩容；之后自动恢复"
            )
        )
    }
}

extension Observation.Silence {
    func explanation(_ node: String, _ heardAgoMs: UInt64?) -> Explanation {
        var (english, chinese) = (reason.english, reason.chinese)
        if let heardAgoMs {
            let ago = CivilTime.duration(heardAgoMs)
            english += "; other nodes heard it \(ago.english) ago"
            chinese += "；其他节点 \(ago.chinese)前还收到其消息"
        }
        if let log, !log.lastLine.isEmpty {
            english += "; \(log.path) ends: \(log.lastLine)"
            chinese += "；\(log.path) 末行：\(log.lastLine)"
        }
        return Explanation(
            Phrase("\(node) does not answer", "\(node) 无应答"),
            why: Phrase(english, chinese),
            advice: advice(node, heardAgoMs)
        )
    }

    private func advice(_ node: String, _ heardAgoMs: UInt64?) -> Phrase {
        if let heardAgoMs, heardAgoMs <= Consultation.heardRecentlyMs {
            return Phrase(
                "the node is up for the others: check its client port, and the firewall before it",
                "该节点对其他节点可用：检查其客户端端口及防火墙"
            )
        }
        let unit = "lianzheng-node@\(node)"
        return switch isRunning {
        case false:
            Phrase(
                "it does not run: `lianzheng network up`, or `systemctl start \(unit)`",
                "进程未运行：`lianzheng network up`，或 `systemctl start \(unit)`"
            )
        case true:
            Phrase(
                "it runs and is stuck or stopped: read its log; `kill -CONT` if it was stopped",
                "进程在运行但无响应：查看其日志；若被挂起，执行 `kill -CONT`"
            )
        case nil:
            Phrase(
                "on its machine: `systemctl status \(unit)`; from here: is its port reached?",
                "在该机执行 `systemctl status \(unit)`；并检查本机能否连通其端口"
            )
        }
    }
}

extension NodeAnswer {
    func behind(_ node: String, _ best: UInt64) -> Explanation {
        Explanation(
            Phrase(
                "\(node) is \(best - height) blocks behind (\(height) of \(best))",
                "\(node) 落后 \(best - height) 个区块（\(height)／\(best)）"
            ),
            why: isCatchingUp
                ? Phrase("it is executing what it missed", "正在补齐错过的区块")
                : Phrase("it is not receiving what it missed", "未收到错过的区块"),
            advice: isCatchingUp
                ? nil
                : Phrase(
                    "run this again in a minute; if it stands, check its links and its log",
                    "一分钟后再次执行；若高度不变，检查其网络连接与日志"
                )
        )
    }
}

extension NodeAnswer.Accusation {
    func explanation(_ isOfThisEpoch: Bool) -> Explanation {
        let place =
            leafIndex.map {
                Phrase("leaf \($0) of the ledger proves it", "账本第 \($0) 号叶子为证")
            }
            ?? Phrase("the proof is on its way to the ledger", "证据正在上链")
        return Explanation(
            Phrase(
                "\(validator) contradicted itself in epoch \(epoch), view \(view) (\(pair))",
                "\(validator) 在纪元 \(epoch)、视图 \(view) 自相矛盾（\(pair)）"
            ),
            why: Phrase(
                "it signed two votes that exclude each other; \(place.english)",
                "它签署了两张互斥的票；\(place.chinese)"
            ),
            advice: isOfThisEpoch
                ? Phrase(
                    "ask its member: a copied home, a stolen key, or intent? Then replace its key "
                        + "or remove it: `lianzheng govern propose`",
                    "询问其所属成员：目录被复制、密钥被盗还是故意？随后更换密钥或移除：`lianzheng govern propose`"
                )
                : nil
        )
    }
}
