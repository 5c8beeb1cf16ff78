package import Cryptography

/// One change of what governance decides.
package enum CharterChange: Hashable, Sendable {
    /// A new member, with the key that signs the first grant of its own.
    case admitMember(Member, key: PublicKey)
    /// A member that runs no validator goes; its records stay.
    case removeMember(code: String)
    /// A node votes that did not; one that followed the chain may keep name and transport key.
    case addValidator(NodeSeat)
    /// Another node of the same member votes in the place of one, which then follows the chain.
    case replaceValidator(name: String, NodeSeat)
    /// A validator gets another voting key, and another transport key where the seat has one.
    case rekeyValidator(NodeSeat)
    /// A validator votes no more; it follows the chain until its member goes.
    case removeValidator(name: String)
    /// A category's next version, or a category that was not there.
    case category(CatalogueRow)
    /// A certificate type's next version, or a type that was not there.
    case certificateType(CatalogueRow)
    /// Another value of a limit.
    case limit(name: String, value: UInt64)
    /// The height from which on the next version of the ledger's rules holds.
    case rules(version: UInt64, height: UInt64)

    /// What is changed; two changes of a proposal never have one subject.
    package var subject: String {
        switch self {
        case .admitMember(let member, _): "member \(member.code)"
        case .removeMember(let code): "member \(code)"
        case .addValidator(let seat), .rekeyValidator(let seat): "node \(seat.name)"
        case .replaceValidator(let name, _), .removeValidator(let name): "node \(name)"
        case .category(let row): "category \(row.code)"
        case .certificateType(let row): "certificate type \(row.code)"
        case .limit(let name, _): "limit \(name)"
        case .rules: "rules"
        }
    }
}

/// A row of the catalogue that travels in a proposal.
package struct CatalogueRow: Hashable, Sendable {
    /// The code of the category or certificate type.
    package let code: String
    /// The version that the row is to be; the genesis's rows are version 1.
    package let version: UInt64
    /// The row as JSON, as the files of the Genesis folder have it.
    package let json: String

    /// Describes a row.
    package init(code: String, version: UInt64, json: String) {
        self.code = code
        self.version = version
        self.json = json
    }
}
