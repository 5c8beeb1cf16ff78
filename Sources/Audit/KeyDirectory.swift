import Cryptography
import Ledger

/// Every key that any statement may have been signed with, and the member it was granted to.
///
/// A key is found by the digest of itself, so it does not matter here whether its grant was good:
/// the state decides whether it may sign.
struct KeyDirectory: Sendable {
    private var members: [Member]
    private var keys: [Digest: (key: VerificationKey, member: String)] = [:]

    /// The keys of the genesis, ready in its first state.
    init(_ genesis: Genesis, _ state: FinalizedState) {
        members = genesis.members
        for identifier in genesis.keyIdentifiers {
            guard let grant = state.grant(of: identifier) else { continue }
            keys[identifier] = (grant.key, grant.grant.member)
        }
        add(state.charter)
    }

    func key(_ identifier: Digest) -> VerificationKey? { keys[identifier]?.key }

    /// The first key of a statement's signers that nobody granted yet.
    func missing(of statement: InspectedStatement) -> Digest? {
        statement.keyIdentifiers.first { key($0) == nil }
    }

    /// The member to which a key was granted.
    func member(of identifier: Digest) -> Member? {
        keys[identifier].flatMap { grant in members.first { $0.code == grant.member } }
    }

    func member(issuer: String) -> Member? { members.first { $0.issuer == issuer } }

    /// Takes in the members and vote keys of an epoch that begins; those that were removed stay
    /// known.
    mutating func add(_ charter: Charter) {
        members = charter.members
        for (key, index) in charter.ungrantedKeys where keys[key.identifier] == nil {
            keys[key.identifier] = (key, members[index].code)
        }
    }

    /// Takes in the keys that a block's statements grant.
    mutating func add(_ block: CheckedBlock) {
        for statement in block.statements {
            guard case .grant(let grant, let key) = statement.inspected?.content,
                keys[key.identifier] == nil
            else { continue }
            keys[key.identifier] = (key, grant.member)
        }
    }
}
