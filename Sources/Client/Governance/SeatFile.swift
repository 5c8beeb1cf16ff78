import CBOR
import Console
import Cryptography
package import JSON
package import Ledger

/// What an operator hands to governance about a node: names, public keys, proof of possession.
///
/// `{ "member", "node", "vote_key", "transport_key", "address", "possession" }`, keys and proof in
/// hexadecimal digits. Nothing in it is secret.
package enum SeatFile {
    /// The file's value.
    package static func json(_ seat: NodeSeat) -> JSONValue {
        [
            "member": .string(seat.member), "node": .string(seat.name),
            "vote_key": .string(seat.voteKey.bytes.hexadecimal),
            "transport_key": .string(seat.transportKey.bytes.hexadecimal),
            "address": seat.address.map(JSONValue.string) ?? .null,
            "possession": .string(seat.possession.bytes.hexadecimal),
        ]
    }

    /// Reads the file's value; `path` names it in errors.
    package static func seat(_ json: JSONValue, path: String) throws(ClientError) -> NodeSeat {
        guard let member = json["member"]?.string, let node = json["node"]?.string,
            let voteKey = json["vote_key"]?.string.flatMap(PublicKey.init(hexadecimal:)),
            let transportKey = json["transport_key"]?.string.flatMap(PublicKey.init(hexadecimal:)),
            let possession = json["possession"]?.string.flatMap([UInt8].init(hexadecimal:))
                .flatMap({ Signature($0) })
        else {
            throw .malformed(
                path: path,
                reason: Phrase(
                    "member, node, vote_key, transport_key or possession is missing; "
                        + "lianzheng govern seat makes such a file",
                    "缺少 member、node、vote_key、transport_key 或 possession；"
                        + "该文件由 lianzheng govern seat 生成"
                )
            )
        }
        return NodeSeat(
            member: member,
            name: node,
            voteKey: voteKey,
            transportKey: transportKey,
            address: json["address"]?.string,
            possession: possession
        )
    }
}
