import CBOR
import Cryptography
import JSON
import Ledger
import Storage

extension Node {
    /// What governance decided so far and what is being voted on, as stable JSON.
    func governanceJSON() -> [UInt8] {
        let finalized = blocks.state.finalized
        let charter = finalized.charter
        let timeMs = max(finalized.header.timeMs, moment.wallMs)
        let governors = charter.governorIndexes
        let value: JSONValue = [
            "height": .integer(finalized.header.height),
            "time_ms": .integer(finalized.header.timeMs),
            "epoch": .integer(charter.epoch),
            "voices": .integer(governors.count),
            "needed": .integer(charter.governance.needed(of: governors.count)),
            "members": .array(
                charter.members.indices.map { charter.json(ofMember: $0, governors) }
            ),
            "nodes": .array(charter.nodes.map(\.json)),
            "limits": .object(
                charter.limits.named.map { JSONMember($0.name, .integer($0.value)) }
            ),
            "rules": .array(
                charter.rules.entries.map {
                    ["version": .integer($0.version), "height": .integer($0.height)]
                }
            ),
            "categories": .array(charter.categoryRows.map(\.value)),
            "certificate_rows": .array(charter.certificateRows.map(\.value)),
            "certificate_types": .array(
                charter.certificateTypes.map {
                    ["code": .string($0.definition.code), "version": .integer($0.version)]
                }
            ),
            "proposals": .array(
                shownProposals(at: timeMs).map { $0.json(under: charter, at: timeMs) }
            ),
        ]
        return Array(JSONText.compact(value).utf8)
    }

    /// The open proposals and the newest of the others, oldest first.
    private func shownProposals(at timeMs: UInt64) -> [ProposalRecord] {
        let records = blocks.state.finalized.proposals.records
        let newest = records.count - Self.decidedShown
        return records.indices
            .filter { $0 >= newest || records[$0].isOpen(at: timeMs) }
            .map { records[$0] }
    }

    private static let decidedShown = 64

    /// The signed statement of a proposal, so that a voter sees what its name stands for.
    func proposal(_ entry: Digest) -> ClientReply.Body {
        let record = blocks.state.finalized.proposals.record(entry)
        do throws(StorageError) {
            guard let record, let height = history.height(ofLeaf: record.leafIndex),
                let statement = try statement(at: record.leafIndex, height: height)
            else { return .refused(.unknownProposal(entry)) }
            return .proposal(statement: Array(statement.statement))
        } catch {
            return .refused(
                .unreadable(code: error.code, chinese: error.chinese, english: error.english)
            )
        }
    }
}

extension Charter {
    fileprivate func json(ofMember index: Int, _ governors: [Int]) -> JSONValue {
        let member = members[index]
        return [
            "code": .string(member.code), "role": .string(member.role),
            "name_zh": .string(member.nameZh), "name_en": .string(member.nameEn),
            "uscc": .string(member.uscc), "removed": .boolean(!isMember(index)),
            "voice": .boolean(governors.contains(index)),
        ]
    }
}

extension NodeEntry {
    fileprivate var json: JSONValue {
        [
            "name": .string(name), "member": .string(member),
            "vote_key": voteKey.map { .string($0.bytes.hexadecimal) } ?? .null,
            "transport_key": .string(transportKey.bytes.hexadecimal),
            "address": address.map(JSONValue.string) ?? .null,
        ]
    }
}

extension Charter.AdoptedRow {
    fileprivate var value: JSONValue {
        ["code": .string(code), "version": .integer(version), "row": .string(json)]
    }
}

extension ProposalRecord {
    fileprivate func json(under charter: Charter, at timeMs: UInt64) -> JSONValue {
        func codes(_ approving: Bool) -> JSONValue {
            .array(
                voices.filter { $0.approves == approving }
                    .map { .string(charter.members[$0.memberIndex].code) }
            )
        }
        var height: UInt64?
        var reason: GovernanceViolation?
        switch outcome {
        case .open: break
        case .enacted(let at), .rejected(let at): height = at
        case .void(let at, let violation): (height, reason) = (at, violation)
        }
        let tally = Tally(of: self, under: charter)
        return [
            "entry": .string(entry.hexadecimal), "leaf_index": .integer(leafIndex),
            "member": .string(charter.members[memberIndex].code),
            "time_ms": .integer(self.timeMs),
            "not_after_ms": .integer(proposal.notAfterMs),
            "state": .string(state(at: timeMs)),
            "decided_height": height.map { .integer($0) } ?? .null,
            "void_code": reason.map { .string($0.code) } ?? .null,
            "void_zh": reason.map { .string($0.chinese) } ?? .null,
            "void_en": reason.map { .string($0.english) } ?? .null,
            "for": codes(true), "against": codes(false),
            "missing": .integer(max(0, tally.needed - tally.approvals)),
        ]
    }

    /// The outcome in one word for programs.
    private func state(at timeMs: UInt64) -> String {
        switch outcome {
        case .open: isOpen(at: timeMs) ? "open" : "expired"
        case .enacted: "enacted"
        case .rejected: "rejected"
        case .void: "void"
        }
    }
}
