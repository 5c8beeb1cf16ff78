import Console
package import JSON
import NodeCore

extension NodeAnswer {
    /// Reads the status that a node gives; nil when it says neither its chain nor where it stands.
    package init?(_ status: JSONValue) {
        guard let chain = status["chain_id"]?.string, let height = status.number("height"),
            let block = status["block"]?.string, let time = status.number("time_ms"),
            let epoch = status.number("epoch"), let view = status.number("view")
        else { return nil }
        self.init(
            chain: chain,
            height: height,
            recentBlocks: status["recent_blocks"]?.strings ?? [block],
            tipTimeMs: time,
            epoch: epoch,
            view: view
        )
        nowMs = status.number("now_ms")
        upMs = status.number("up_ms")
        abstains = status["abstains"]?.string.flatMap(Abstention.init(rawValue:))
        isCatchingUp = status["catching_up"]?.boolean ?? false
        heartbeatMs = status.number("heartbeat_ms") ?? heartbeatMs
        waiting = status.number("waiting") ?? 0
        peersUp = status["peers_up"]?.strings ?? []
        if let disk = status["disk"] {
            room = Room(
                free: disk.number("free_bytes"),
                reserve: disk.number("reserve_bytes") ?? 0
            )
        }
        if let lost = status["recovering"], let answers = lost.number("answers"),
            let needed = lost.number("needed")
        {
            recovery = Recovery(answers: answers, needed: needed)
        }
        if let code = status["halted"]?.string {
            halt = Halt(code: code, reason: status["halt_reason"]?.phrase ?? Phrase(code, code))
            abstains = .halted
        }
        accusations = (status["accusations"]?.array ?? []).compactMap(Accusation.init)
        if let round = status["round"] { read(round) }
    }

    private mutating func read(_ round: JSONValue) {
        leader = round["leader"]?.string ?? ""
        voters = (round["validators"]?.array ?? []).compactMap(Voter.init)
        skippedViews = round.number("skipped_views") ?? 0
        skippedLeaders = (round["skipped"]?.array ?? []).compactMap { $0["leader"]?.string }
    }
}

extension NodeAnswer.Voter {
    fileprivate init?(_ value: JSONValue) {
        guard let name = value["name"]?.string else { return nil }
        self.init(name: name, heardAgoMs: value.number("heard_ago_ms"))
        votes = value["votes"]?.strings ?? []
    }
}

extension NodeAnswer.Accusation {
    /// Reads one accusation of a node's status.
    package init?(_ value: JSONValue) {
        guard let validator = value["validator"]?.string, let epoch = value.number("epoch"),
            let view = value.number("view"), let pair = value["pair"]?.string
        else { return nil }
        self.init(validator: validator, epoch: epoch, view: view, pair: pair)
        leafIndex = value.number("leaf_index")
    }
}

extension JSONValue {
    fileprivate func number(_ name: String) -> UInt64? {
        self[name]?.integer.flatMap { UInt64(exactly: $0) }
    }

    fileprivate var strings: [String]? { array?.compactMap(\.string) }

    fileprivate var phrase: Phrase? {
        guard let english = self["english"]?.string, let chinese = self["chinese"]?.string else {
            return nil
        }
        return Phrase(english, chinese)
    }
}
