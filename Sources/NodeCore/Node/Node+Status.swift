import Consensus
import Cryptography
import JSON
package import Ledger

extension Node {
    /// The newest block that is final here.
    package var tip: HashedHeader { blocks.tip }

    /// The view that its replica is in.
    package var view: UInt64 { replica.view }

    /// The index of the validator that leads that view.
    package var leader: UInt64 { replica.epoch.leader(of: replica.view) }

    /// How the node and the chain are doing, as stable JSON.
    func statusJSON() -> [UInt8] {
        let tip = blocks.tip
        let status: JSONValue = [
            "node": .string(setting.name),
            "now_ms": .integer(moment.wallMs),
            "up_ms": .integer(moment.monotonicMs - startedMs),
            "role": roster.ownIndex == nil ? "observer" : "validator",
            "ready": .boolean(isReady),
            "chain_id": .string(electorate.chain.id.hexadecimal),
            "suite": .string(electorate.chain.suite.rawValue),
            "height": .integer(tip.header.height),
            "block": .string(tip.hash.hexadecimal),
            "recent_blocks": recentBlocksJSON,
            "time_ms": .integer(tip.header.timeMs),
            "tree_size": .integer(tip.header.treeSize),
            "tree_root": .string(tip.header.treeRoot.hexadecimal),
            "state_digest": .string(tip.header.stateDigest.hexadecimal),
            "epoch": .integer(electorate.epoch),
            "view": .integer(replica.view),
            "round": roundJSON,
            "abstains": abstention.map { .string($0.rawValue) } ?? .null,
            "catching_up": .boolean(isCatchingUp),
            "heartbeat_ms": .integer(limits.heartbeatMs),
            "validators": .integer(electorate.count),
            "quorum": .integer(electorate.quorum),
            "peers_up": .array(livePeers.sorted().map { .string($0) }),
            "records": .integer(history.records.count),
            "waiting": .integer(pool.count),
            "disk": [
                "full": .boolean(disk.isFull),
                "free_bytes": disk.freeByteCount.map { .integer($0) } ?? .null,
                "reserve_bytes": .integer(disk.reserve),
            ],
            "recovering": recoveryJSON,
            "halted": haltReason.map { .string($0.code) } ?? .null,
            "halt_reason": haltReason.map {
                ["english": .string($0.english), "chinese": .string($0.chinese)]
            } ?? .null,
            "equivocations": .integer(equivocations),
            "accusations": accusationsJSON,
            "counters": .object(
                counters.named.map { JSONMember($0.name, .integer($0.value)) }
            ),
        ]
        return Array(JSONText.compact(status).utf8)
    }

    /// Whether it lost its vote journal with the ceiling, and the loss is not settled yet.
    package var isRecovering: Bool { recoveryQuestion != nil }

    /// After a lost journal: how many validators told how far this one may have voted, and how
    /// many must; null at any other time.
    private var recoveryJSON: JSONValue {
        guard let answers = replica.recoveryAnswers else { return .null }
        return ["answers": .integer(answers.count), "needed": .integer(answers.needed)]
    }

    /// Whether the node can do its part: enough validators are connected, or it has seen blocks.
    package var isReady: Bool {
        guard haltReason == nil else { return false }
        let own = roster.ownIndex == nil ? 0 : 1
        let others = livePeers.filter(roster.isValidator).count
        return own + others >= electorate.quorum
    }

    /// Prometheus text format, for node_exporter's textfile collector.
    package func metrics() -> String {
        var lines: [String] = []
        func add(_ name: String, _ kind: String, _ help: String, _ value: UInt64) {
            lines.append("# HELP lianzheng_\(name) \(help)")
            lines.append("# TYPE lianzheng_\(name) \(kind)")
            lines.append("lianzheng_\(name){node=\"\(setting.name)\"} \(value)")
        }
        let header = blocks.tip.header
        add("height", "gauge", "Height of the finalized tip.", header.height)
        add("tip_time_seconds", "gauge", "Time of the finalized tip.", header.timeMs / 1000)
        add("epoch", "gauge", "Current epoch.", electorate.epoch)
        add("view", "gauge", "Current view.", replica.view)
        add("peers_up", "gauge", "Connected peers.", UInt64(livePeers.count))
        add("pool_statements", "gauge", "Statements that wait.", UInt64(pool.count))
        add("halted", "gauge", "1 when consensus was halted.", haltReason == nil ? 0 : 1)
        add("disk_full", "gauge", "1 when there is no room for blocks.", disk.isFull ? 1 : 0)
        if let free = disk.freeByteCount {
            add("disk_free_bytes", "gauge", "Bytes free where the store lies.", free)
        }
        for counter in counters.named {
            add("\(counter.name)_total", "counter", counter.help, counter.value)
        }
        return lines.joined(separator: "\n") + "\n"
    }
}

extension NodeCounters {
    /// The counters by name, in a fixed order.
    var named: [(name: String, help: String, value: UInt64)] {
        [
            ("finalized_blocks", "Blocks made final.", finalizedBlocks),
            ("finalized_statements", "Statements made final.", finalizedStatements),
            ("finalized_records", "Records made final.", finalizedRecords),
            ("admitted_statements", "Statements admitted.", admitted),
            ("refused_requests", "Requests refused.", refused),
            ("built_blocks", "Blocks built here.", builtBlocks),
            ("refused_blocks", "Blocks of others refused.", refusedBlocks),
            ("queries", "Queries answered.", queries),
            ("vault_deposits", "Entries deposited in the vault.", deposits),
            ("vault_claims", "Claims from the vault, good and bad.", claims),
        ]
    }
}
