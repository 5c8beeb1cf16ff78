import Console
package import JSON
import NodeCore

extension Diagnosis {
    /// The diagnosis for programs.
    package var json: JSONValue {
        [
            "verdict": .string(exitCode.word),
            "quorum": quorum?.json ?? .null,
            "progress": progress?.json ?? .null,
            "findings": .array(findings.map(\.json)),
        ]
    }
}

extension ExitCode {
    fileprivate var word: String {
        switch self {
        case .good: "good"
        case .bad: "bad"
        case .usage: "usage"
        case .cannotTell: "cannotTell"
        }
    }
}

extension Diagnosis.Quorum {
    fileprivate var json: JSONValue {
        [
            "validators": .integer(count),
            "faults": .integer(faults),
            "needed": .integer(needed),
            "reached": .boolean(isReached),
            "voting": .array(voting.map(JSONValue.string)),
            "missing": .array(
                missing.map { one in
                    [
                        "name": .string(one.name),
                        "reason": .string(one.reason.word),
                        "heard_ago_ms": one.heardAgoMs.map { .integer($0) } ?? .null,
                    ]
                }
            ),
        ]
    }
}

extension Diagnosis.Quorum.Missing.Reason {
    fileprivate var word: String {
        switch self {
        case .silent: "silent"
        case .abstains(let abstention): abstention.rawValue
        case .behind: "behind"
        }
    }
}

extension Diagnosis.Progress {
    fileprivate var json: JSONValue {
        [
            "height": .integer(height),
            "ago_ms": .integer(agoMs),
            "heartbeat_ms": .integer(heartbeatMs),
            "waiting": .integer(waiting),
            "overdue": .boolean(isOverdue),
        ]
    }
}

extension Diagnosis.Finding {
    fileprivate var json: JSONValue {
        let explanation = explanation
        return [
            "code": .string(code),
            "severity": .string(severity.rawValue),
            "nodes": .array(nodes.map(JSONValue.string)),
            "english": explanation.json(\.english),
            "chinese": explanation.json(\.chinese),
        ]
    }
}

extension Explanation {
    fileprivate func json(_ language: KeyPath<Phrase, String>) -> JSONValue {
        [
            "what": .string(what[keyPath: language]),
            "why": .string(why[keyPath: language]),
            "do": advice.map { .string($0[keyPath: language]) } ?? .null,
        ]
    }
}
