import Cryptography
import Ledger
import Merkle

/// What became of every key, as far as the replay has come.
struct KeyStories {
    private struct Grant {
        let member: Member?
        let leafIndex: UInt64
        let height: UInt64
        let grantedBy: Digest?
    }

    private let genesis: Genesis
    private var grants: [Digest: Grant] = [:]
    private var withdrawals: [UInt64: (height: UInt64, status: Status, reason: String)] = [:]

    init(_ genesis: Genesis) {
        self.genesis = genesis
        for (index, grant) in genesis.document.grants.enumerated() {
            grants[genesis.suite.keyIdentifier(of: grant.key)] = Grant(
                member: genesis.member(code: grant.member),
                leafIndex: UInt64(index),
                height: 0,
                grantedBy: nil
            )
        }
    }

    mutating func note(_ statement: FinalStatement, height: UInt64) {
        switch statement.inspected.content {
        case .grant(let grant, let key):
            grants[key.identifier] = Grant(
                member: statement.agency?.code == grant.member
                    ? statement.agency : genesis.member(code: grant.member),
                leafIndex: statement.leafIndex,
                height: height,
                grantedBy: statement.inspected.keyIdentifier
            )
        case .status(let change):
            withdrawals[change.leafIndex] =
                change.status == .valid ? nil : (height, change.status, change.reason)
        default: break
        }
    }

    func story(_ key: Digest) -> KeyStory {
        let grant = grants[key]
        return KeyStory(
            key: key,
            member: grant?.member,
            grantedAt: grant?.leafIndex,
            grantHeight: grant?.height,
            grantedBy: grant?.grantedBy,
            withdrawn: grant.flatMap { withdrawals[$0.leafIndex] }
        )
    }
}
