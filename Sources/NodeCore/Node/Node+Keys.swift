import Cryptography
import JSON
import Ledger
import Merkle

extension Node {
    /// The keys that sign or signed for a member, oldest grant first, as stable JSON.
    func keysJSON(of member: String) -> [UInt8] {
        let finalized = blocks.state.finalized
        let timeMs = max(finalized.header.timeMs, moment.wallMs)
        let index = finalized.charter.members.firstIndex { $0.code == member }
        let grants = index.map { finalized.grants(ofMember: $0) } ?? []
        let value: JSONValue = [
            "height": .integer(finalized.header.height),
            "member": .string(member),
            "keys": .array(grants.map { finalized.json(of: $0, at: timeMs) }),
        ]
        return Array(JSONText.compact(value).utf8)
    }
}

extension FinalizedState {
    fileprivate func json(of record: GrantRecord, at timeMs: UInt64) -> JSONValue {
        let grant = record.grant
        return [
            "key": .string(record.key.identifier.hexadecimal),
            "categories": grant.scope.categories.json,
            "certificates": grant.scope.certificates.json,
            "administration": .boolean(grant.scope.administration),
            "not_after_ms": grant.notAfterMs.map { .integer($0) } ?? .null,
            "state": .string(state(of: record, at: timeMs)),
            "leaf_index": .integer(record.leafIndex),
            "entry": target(at: record.leafIndex).map { .string($0.entry.hexadecimal) } ?? .null,
        ]
    }

    /// What has become of a key, in one word for programs.
    private func state(of record: GrantRecord, at timeMs: UInt64) -> String {
        guard statuses[record.leafIndex] == .valid else { return "revoked" }
        return record.grant.isExpired(at: timeMs) ? "expired" : "valid"
    }
}

extension Scope.Reach {
    /// "*", or the list of codes.
    fileprivate var json: JSONValue {
        switch self {
        case .all: .string("*")
        case .only(let codes): .array(codes.map { .string($0) })
        }
    }
}
