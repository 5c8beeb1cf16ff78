package import Cryptography
package import JSON
package import Ledger
import NodeCore

/// How governance stands, as one node tells it.
///
/// It serves to explain and to choose. What is voted on is read from the signed proposal itself.
package struct GovernanceView: Sendable {
    /// A member and what it may do.
    package struct Seat: Hashable, Sendable {
        /// The member.
        package let member: Member
        /// Whether it was removed.
        package let isRemoved: Bool
        /// Whether it has a voice.
        package let hasVoice: Bool
    }

    /// A proposal and how the voices on it stand.
    package struct Item: Sendable {
        /// The entry of its statement: its name.
        package let entry: Digest
        /// The code of the member that proposed it.
        package let member: String
        /// The time of its block, in milliseconds since 1970.
        package let timeMs: UInt64
        /// Until when one may vote, in milliseconds since 1970.
        package let notAfterMs: UInt64
        /// "open", "expired", "enacted", "rejected" or "void".
        package let state: String
        /// The height at which it was decided.
        package let decidedHeight: UInt64?
        /// Why it is void, in English and Chinese.
        package let voidReason: (english: String, chinese: String)?
        /// The codes of the members that are for it.
        package let approvals: [String]
        /// The codes of the members that are against it.
        package let rejections: [String]
        /// How many voices are missing.
        package let missing: Int
    }

    /// What the node sent.
    package let json: JSONValue
    /// The number of the epoch.
    package let epoch: UInt64
    /// How many members have a voice.
    package let voices: Int
    /// How many voices decide.
    package let needed: Int
    /// The members, removed ones among them.
    package let seats: [Seat]
    /// The nodes.
    package let nodes: [NodeEntry]
    /// The limits by name.
    package let limits: [String: UInt64]
    /// The version of the rules that was decided on last.
    package let rulesVersion: UInt64
    /// The versions of categories that governance changed.
    package let categories: [String: UInt64]
    /// The rows of categories that governance adopted, oldest first.
    package let categoryRows: [CatalogueRow]
    /// The rows of certificate types that governance adopted, oldest first.
    package let certificateRows: [CatalogueRow]
    /// The versions of the certificate types.
    package let certificateTypes: [String: UInt64]
    /// The proposals, oldest first.
    package let items: [Item]
}

extension GovernanceView {
    /// The member of this code, removed or not.
    package func member(_ code: String) -> Member? {
        seats.first { $0.member.code == code }?.member
    }

    /// The proposals whose name begins so.
    package func items(named prefix: String) -> [Item] {
        items.filter { $0.entry.hexadecimal.hasPrefix(prefix.lowercased()) }
    }
}

extension NodeConnection {
    /// How governance stands.
    package func governance() throws(ClientError) -> GovernanceView {
        guard case .governance(let bytes) = try ask(.governance),
            let json = try? JSONValue(parsing: bytes), let view = GovernanceView(json)
        else { throw .unexpectedAnswer(node: node.name) }
        return view
    }
}
