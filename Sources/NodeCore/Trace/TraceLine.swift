import Consensus
import Cryptography
import JSON
import Ledger

/// One line of a node's trace: a thing that matters to the rules of voting, as a JSON object.
///
/// The `TraceChecking` target reads these lines and shares no code with what writes them. Spec:
/// <doc:Trace>.
package struct TraceLine: Hashable, Sendable {
    /// The JSON object, without an end of line.
    package let text: String

    init(_ what: String, _ members: [JSONMember]) {
        text = JSONText.compact(.object([JSONMember("what", .string(what))] + members))
    }

    /// The last line of a life that ended in order.
    package static let ended = TraceLine("lifeEnded", [])
}

// MARK: - The parts of lines

extension TraceLine {
    static func number(_ name: String, _ value: UInt64) -> JSONMember {
        JSONMember(name, .integer(Int64(clamping: value)))
    }

    static func digest(_ name: String, _ value: Digest) -> JSONMember {
        JSONMember(name, .string(value.hexadecimal))
    }

    /// A block's name and place.
    static func block(_ block: HashedHeader) -> [JSONMember] {
        [
            digest("block", block.hash), digest("parent", block.header.parent),
            number("height", block.header.height), number("headerView", block.header.view),
            number("timeMs", block.header.timeMs),
        ]
    }

    /// What a vote or a proof states.
    static func statement(_ statement: VoteStatement) -> [JSONMember] {
        [
            JSONMember("kind", .string(statement.kind.rawValue)),
            number("epoch", statement.epoch), number("view", statement.view),
        ] + (statement.block.map(block) ?? [])
    }

    static func proof(_ proof: QuorumProof) -> [JSONMember] {
        let signers = proof.signers.members.map { JSONValue.integer($0) }
        return statement(proof.statement) + [JSONMember("signers", .array(signers))]
    }
}

// MARK: - The lines

extension TraceLine {
    static func ready(_ block: HashedHeader, isTimely: Bool, batch: UInt64) -> TraceLine {
        TraceLine(
            "blockReady",
            Self.block(block) + [
                JSONMember("timely", .boolean(isTimely)), number("batch", batch),
            ]
        )
    }

    static func durable(batch: UInt64, sequence: UInt64?) -> TraceLine {
        TraceLine(
            "durable",
            [number("batch", batch)] + (sequence.map { [number("sequence", $0)] } ?? [])
        )
    }

    static func vote(_ what: String, _ vote: Vote, _ more: [JSONMember]) -> TraceLine {
        TraceLine(
            what,
            statement(vote.statement) + [number("signer", vote.signer)] + more
        )
    }

    static func proof(_ what: String, _ proof: QuorumProof) -> TraceLine {
        TraceLine(what, Self.proof(proof))
    }

    static func halted(_ why: String) -> TraceLine {
        TraceLine("halted", [JSONMember("why", .string(why))])
    }
}
