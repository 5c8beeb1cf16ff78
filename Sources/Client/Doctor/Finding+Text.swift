package import Console
import Evidence
import NodeCore

/// A finding in words; what a node said in it does not steer a terminal.
package struct Explanation: Hashable, Sendable {
    /// What was found.
    package let what: Phrase
    /// Why it is so, or what it means.
    package let why: Phrase
    /// What to do about it; nil when there is nothing to do.
    package let advice: Phrase?

    init(_ what: Phrase, why: Phrase, advice: Phrase? = nil) {
        self.what = what.printable
        self.why = why.printable
        self.advice = advice?.printable
    }
}

extension Diagnosis.Finding {
    /// The finding in words: what, why, and what to do.
    package var explanation: Explanation {
        switch self {
        case .running(let progress): progress.running
        case .quorumLost(let quorum, let progress): quorum.lost(progress)
        case .weakened(let quorum): quorum.weakened
        case .stalled(let progress, let best): progress.stalled(best)
        case .skippingViews(let count, let leaders): Self.skipping(count, leaders)
        case .otherChain(let node, let chain, let expected):
            Self.otherChain(node, chain, expected)
        case .fork(let height, let branches): Self.fork(height, branches)
        case .halted(let node, let halt): Self.halted(node, halt)
        case .recovering(let node, let recovery): recovery.explanation(node)
        case .abstains(let node, let reason): reason.explanation(node)
        case .diskFull(let node, let room): room.full(node)
        case .silent(let node, let silence, let heard): silence.explanation(node, heard)
        case .behind(let node, let answer, let best): answer.behind(node, best)
        case .clock(let node, let ahead): Self.clock(node, ahead)
        case .ownClock(let ahead): Self.ownClock(ahead)
        case .accused(let accusation, let isOfThisEpoch): accusation.explanation(isOfThisEpoch)
        case .unlinked(let links): Self.unlinked(links)
        case .noAnswer: Self.nobody
        }
    }

    private static func skipping(
        _ count: UInt64,
        _ leaders: [Diagnosis.SkippedLeader]
    ) -> Explanation {
        let names = leaders.map { "\($0.name) ×\($0.count)" }.joined(separator: ", ")
        return Explanation(
            Phrase(
                "\(count) views in a row were given up",
                "连续 \(count) 个视图被放弃"
            ),
            why: Phrase(
                "their leaders proposed nothing that a quorum took in time: \(names)",
                "各视图的主节点未能及时提出获得法定人数认可的区块：\(names)"
            ),
            advice: Phrase(
                "look at the leaders named most often: are they up, is their clock right, "
                    + "is their line slow? the node logs say why blocks "
                    + "are refused",
                "查看被点名最多的主节点：是否在运行、时钟是否准确、线路是否过慢；"
                    + "各节点日志中有区块被拒的原因"
            )
        )
    }

    private static func otherChain(
        _ node: String,
        _ chain: String,
        _ expected: String
    ) -> Explanation {
        Explanation(
            Phrase("\(node) serves another chain", "\(node) 服务的是另一条链"),
            why: Phrase(
                "its genesis makes chain \(chain.prefix(16))…, yours \(expected.prefix(16))…",
                "其创世文件对应链 \(chain.prefix(16))…，本机为 \(expected.prefix(16))…"
            ),
            advice: Phrase(
                "compare genesis.json in its home with yours (sha256sum); the node whose file "
                    + "differs needs the right one and an empty ledger folder",
                "用 sha256sum 比对该节点目录与本机的 genesis.json；文件不符的节点须换成正确文件并清空账本目录"
            )
        )
    }

    private static func fork(_ height: UInt64, _ branches: [Diagnosis.Branch]) -> Explanation {
        let sides = branches.map { "\($0.block.prefix(16))… (\($0.nodes.joined(separator: ", ")))" }
            .joined(separator: "; ")
        return Explanation(
            Phrase(
                "two histories: nodes have different final blocks at height \(height)",
                "账本分叉：各节点在高度 \(height) 的终局区块不同"
            ),
            why: Phrase(
                "\(sides); that takes more than f validators that break the rules, or a vote key "
                    + "in two places",
                "\(sides)；这意味着违规的验证节点超过 f 个，或投票密钥被两处使用"
            ),
            advice: Phrase(
                "stop submitting; keep every home as it is; run `lianzheng-audit compare` on the "
                    + "ledgers of both sides and call the members together",
                "停止提交；保留所有节点目录原状；用 `lianzheng-audit compare` 比对两侧账本，并召集各成员"
            )
        )
    }

    private static func halted(_ node: String, _ halt: NodeAnswer.Halt) -> Explanation {
        Explanation(
            Phrase(
                "\(node) halted: \(halt.code)",
                "\(node) 已停止共识：\(halt.code)"
            ),
            why: halt.reason,
            advice: Phrase(
                "do not just start it again: keep its home, and find the reason in its log; a vote "
                    + "key that may be in two places is replaced with `lianzheng govern rotate`",
                "不要直接重启：保留其目录并在日志中查明原因；投票密钥若可能被两处使用，用 `lianzheng govern rotate` 更换"
            )
        )
    }

    private static func clock(_ node: String, _ aheadMs: Int64) -> Explanation {
        let (english, chinese) = CivilTime.duration(aheadMs.magnitude)
        let allowed = CivilTime.duration(Node.clockToleranceMs)
        return Explanation(
            Phrase(
                "the clock of \(node) is \(english) \(aheadMs > 0 ? "ahead" : "behind")",
                "\(node) 的时钟\(aheadMs > 0 ? "快" : "慢") \(chinese)"
            ),
            why: Phrase(
                "blocks that are dated more than \(allowed.english) ahead are refused, and so are "
                    + "queries and statements signed by a wrong clock",
                "日期超前 \(allowed.chinese)以上的区块会被拒绝，按错误时钟签署的查询与报送亦然"
            ),
            advice: Phrase(
                "set it there: `chronyc makestep` or `timedatectl set-ntp true`",
                "在该机校时：`chronyc makestep` 或 `timedatectl set-ntp true`"
            )
        )
    }

    private static func ownClock(_ aheadMs: Int64) -> Explanation {
        let (english, chinese) = CivilTime.duration(aheadMs.magnitude)
        return Explanation(
            Phrase(
                "this computer's clock is \(english) \(aheadMs > 0 ? "ahead" : "behind")",
                "本机时钟\(aheadMs > 0 ? "快" : "慢") \(chinese)"
            ),
            why: Phrase(
                "the nodes agree with each other and not with it; what is signed here may be "
                    + "refused",
                "各节点时钟一致而与本机不符；在本机签署的内容可能被拒绝"
            ),
            advice: Phrase(
                "set it: `chronyc makestep` or `timedatectl set-ntp true`",
                "校时：`chronyc makestep` 或 `timedatectl set-ntp true`"
            )
        )
    }

    private static func unlinked(_ links: [Diagnosis.Link]) -> Explanation {
        let pairs = links.map { "\($0.one) – \($0.other)" }.joined(separator: ", ")
        return Explanation(
            Phrase(
                "validators are not connected to each other: \(pairs)",
                "部分验证节点之间没有连接：\(pairs)"
            ),
            why: Phrase(
                "both answer here; between them a line or a firewall is in the way, or the "
                    + "address in node.json is wrong",
                "两端均有应答；其间线路或防火墙受阻，或 node.json 中的地址有误"
            ),
            advice: Phrase(
                "on one of the two: `nc -vz HOST PEER-PORT` of the other; then the peers in its "
                    + "node.json",
                "在其中一台执行 `nc -vz 对方主机 节点端口`；再核对 node.json 中的 peers"
            )
        )
    }

    private static var nobody: Explanation {
        Explanation(
            Phrase("no node of this chain answered", "本链没有节点应答"),
            why: Phrase(
                "nothing can be said about the chain from here",
                "无法从本机判断链的状态"
            ),
            advice: Phrase(
                "on this machine: `lianzheng network up`; elsewhere: check the client ports, or "
                    + "ask another operator to run `lianzheng doctor`",
                "节点在本机：`lianzheng network up`；在别处：检查客户端端口，或请其他运维执行 `lianzheng doctor`"
            )
        )
    }
}
