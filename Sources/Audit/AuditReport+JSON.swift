import COSE
import Cryptography
package import JSON
import Ledger
import Storage

extension AuditReport {
    /// The report for programs; the names never change their meaning.
    package func json(seconds: Double) -> JSONValue {
        [
            "verdict": .string(isGood ? "good" : "bad"),
            "chain_id": .string(genesis.chainID.hexadecimal),
            "chain_name": .string(genesis.document.name),
            "suite": .string(genesis.suite.rawValue),
            "height": .integer(height),
            "block": .string(block.hexadecimal),
            "executed_height": .integer(executedHeight),
            "blocks": .integer(counts.blocks),
            "unfinalized_blocks": .integer(counts.unfinalizedBlocks),
            "repeated_frames": .integer(counts.repeatedFrames),
            "statements": .integer(counts.statements),
            "statements_by_kind": .object(kinds),
            "records": .integer(counts.records),
            "approvals": .integer(counts.approvals),
            "signatures": .integer(counts.signatures),
            "signatures_from_height": .integer(scope.from),
            "signatures_taken_over": .integer(counts.acceptedSignatures),
            "signatures_not_judged": .integer(counts.unjudgedSignatures),
            "finalizations": .integer(counts.finalizations),
            "votes": .integer(counts.votes),
            "bytes": .integer(counts.bytes),
            "torn_bytes": .integer(counts.tornBytes),
            "seconds": .number(Self.decimal(seconds)),
            "records_per_second": .integer(recordsPerSecond(seconds)),
            "by_month": .object(statistics.byMonth.map { JSONMember($0.month, $0.tally.json) }),
            "by_agency": .object(statistics.byAgency.map { JSONMember($0.agency, $0.tally.json) }),
            "by_category": .object(
                statistics.byCategory.map { JSONMember($0.category, $0.tally.json) }
            ),
            "by_certificate_type": .object(
                statistics.byCertificateType.map { JSONMember($0.type, $0.tally.json) }
            ),
            "accusations": .array(accusations.map(\.json)),
            "findings": .array(findings.map(\.json)),
        ]
    }

    /// How many records were replayed in a second.
    package func recordsPerSecond(_ seconds: Double) -> UInt64 {
        seconds > 0 ? UInt64(Double(counts.records) / seconds) : 0
    }

    private var kinds: [JSONMember] {
        StatementKind.allCases.compactMap { kind in
            counts.statementsByKind[kind].map { JSONMember(kind.rawValue, .integer($0)) }
        }
    }

    /// Three digits behind the point, as JSON writes numbers.
    private static func decimal(_ seconds: Double) -> String {
        let thousandths = UInt64(max(0, seconds) * 1_000)
        let fraction = String(thousandths % 1_000 + 1_000).dropFirst()
        return "\(thousandths / 1_000).\(fraction)"
    }
}

extension AuditStatistics.Tally {
    fileprivate var json: JSONValue {
        ["statements": .integer(statements), "records": .integer(records)]
    }
}

extension Accusation {
    fileprivate var json: JSONValue {
        [
            "validator": .string(name),
            "member": .string(member),
            "epoch": .integer(epoch),
            "view": .integer(view),
            "pair": .string(pair.rawValue),
            "leaf_index": .integer(leafIndex),
            "message": ["zh": .string(pair.chinese), "en": .string(pair.english)],
        ]
    }
}

extension AuditFinding {
    fileprivate var json: JSONValue {
        [
            "code": .string(fault.code),
            "height": height.map { .integer($0) } ?? .null,
            "block": block.map { .string($0.hexadecimal) } ?? .null,
            "file": spot.map { .string($0.fileName) } ?? .null,
            "offset": spot.map { .integer($0.offset) } ?? .null,
            "checksum": spot == nil ? .null : .string(isDamaged ? "fails" : "holds"),
            "statement": statement?.json ?? .null,
            "message": ["zh": .string(fault.chinese), "en": .string(fault.english)],
        ]
    }
}

extension SuspectStatement {
    /// Positions count from one, as in the messages for people.
    fileprivate var json: JSONValue {
        [
            "position": .integer(position + 1),
            "record": record.map { .integer($0 + 1) } ?? .null,
            "kind": kind.map { .string($0.rawValue) } ?? .null,
            "subject": subject.map { .string($0) } ?? .null,
            "issuer": issuer.map { .string($0) } ?? .null,
            "agency": agency?.json ?? .null,
        ]
    }
}

extension Member {
    fileprivate var json: JSONValue {
        [
            "code": .string(code), "role": .string(role), "name_zh": .string(nameZh),
            "name_en": .string(nameEn),
        ]
    }
}
