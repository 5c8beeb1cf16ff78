import CBOR
import Cryptography
package import JSON
import Ledger

extension GovernanceView {
    /// Reads what a node sends; nil when something is missing.
    package init?(_ json: JSONValue) {
        guard let epoch = json.unsigned("epoch"), let voices = json.unsigned("voices"),
            let needed = json.unsigned("needed"), let members = json["members"]?.array,
            let nodes = json["nodes"]?.array, let limits = json["limits"]?.object,
            let proposals = json["proposals"]?.array
        else { return nil }
        self.json = json
        self.epoch = epoch
        self.voices = Int(clamping: voices)
        self.needed = Int(clamping: needed)
        seats = members.compactMap(Seat.init)
        self.nodes = nodes.compactMap(NodeEntry.init)
        self.limits = Dictionary(
            limits.compactMap { limit in
                limit.value.integer.flatMap { UInt64(exactly: $0) }.map { (limit.name, $0) }
            },
            uniquingKeysWith: { first, _ in first }
        )
        rulesVersion = json["rules"]?.array?.last?.unsigned("version") ?? 1
        categories = json["categories"].map(Self.versions) ?? [:]
        categoryRows = (json["categories"]?.array ?? []).compactMap(CatalogueRow.init)
        certificateRows = (json["certificate_rows"]?.array ?? []).compactMap(CatalogueRow.init)
        certificateTypes = json["certificate_types"].map(Self.versions) ?? [:]
        items = proposals.compactMap(Item.init)
        guard seats.count == members.count, self.nodes.count == nodes.count,
            items.count == proposals.count
        else { return nil }
    }

    private static func versions(_ json: JSONValue) -> [String: UInt64] {
        let rows = (json.array ?? []).compactMap { row in
            row["code"]?.string.flatMap { code in row.unsigned("version").map { (code, $0) } }
        }
        // The last of a code is in force.
        return Dictionary(rows) { _, last in last }
    }
}

extension GovernanceView.Seat {
    fileprivate init?(_ json: JSONValue) {
        guard let code = json["code"]?.string, let role = json["role"]?.string,
            let nameZh = json["name_zh"]?.string, let nameEn = json["name_en"]?.string,
            let uscc = json["uscc"]?.string, let isRemoved = json["removed"]?.boolean,
            let hasVoice = json["voice"]?.boolean
        else { return nil }
        self.init(
            member: Member(code: code, role: role, nameZh: nameZh, nameEn: nameEn, uscc: uscc),
            isRemoved: isRemoved,
            hasVoice: hasVoice
        )
    }
}

extension NodeEntry {
    fileprivate init?(_ json: JSONValue) {
        guard let name = json["name"]?.string, let member = json["member"]?.string,
            let transportKey = json["transport_key"]?.string.flatMap(PublicKey.init(hexadecimal:))
        else { return nil }
        self.init(
            name: name,
            member: member,
            voteKey: json["vote_key"]?.string.flatMap(PublicKey.init(hexadecimal:)),
            transportKey: transportKey,
            address: json["address"]?.string
        )
    }
}

extension GovernanceView.Item {
    fileprivate init?(_ json: JSONValue) {
        guard let entry = json["entry"]?.string.flatMap(Digest.init(hexadecimal:)),
            let member = json["member"]?.string, let timeMs = json.unsigned("time_ms"),
            let notAfterMs = json.unsigned("not_after_ms"), let state = json["state"]?.string,
            let approvals = json["for"]?.array, let rejections = json["against"]?.array,
            let missing = json.unsigned("missing")
        else { return nil }
        self.init(
            entry: entry,
            member: member,
            timeMs: timeMs,
            notAfterMs: notAfterMs,
            state: state,
            decidedHeight: json.unsigned("decided_height"),
            voidReason: json["void_en"]?.string.flatMap { english in
                json["void_zh"]?.string.map { (english, $0) }
            },
            approvals: approvals.compactMap(\.string),
            rejections: rejections.compactMap(\.string),
            missing: Int(clamping: missing)
        )
    }
}

extension CatalogueRow {
    fileprivate init?(_ json: JSONValue) {
        guard let code = json["code"]?.string, let version = json.unsigned("version"),
            let row = json["row"]?.string
        else { return nil }
        self.init(code: code, version: version, json: row)
    }
}

extension JSONValue {
    /// The value of a member that counts something.
    func unsigned(_ name: String) -> UInt64? {
        self[name]?.integer.flatMap { UInt64(exactly: $0) }
    }
}

extension PublicKey {
    /// A key written in hexadecimal digits.
    init?(hexadecimal text: String) {
        guard let bytes = [UInt8](hexadecimal: text) else { return nil }
        self.init(bytes)
    }
}
