import COSE
import Cryptography
package import Ledger

/// What members of the district say about its governance, signed the same in every run.
extension District {
    /// A member's proposal of changes; `number` tells proposals of the same changes apart.
    package func proposal(
        _ changes: [CharterChange],
        number: Int,
        by member: Int,
        acceptsFewValidators: Bool = false
    ) -> [UInt8] {
        let proposal = Proposal(
            changes: changes,
            reason: "proposal \(number)",
            notAfterMs: Self.createdMs + 3_600_000,
            acceptsFewValidators: acceptsFewValidators
        )
        return sign(.proposal, by: member, subject: Proposal.subject, payload: proposal.encoded)
    }

    /// A member's ballot for a proposal.
    package func ballot(for proposal: [UInt8], by member: Int) -> [UInt8] {
        let entry = Suite.p256.digest(proposal)
        return sign(
            .ballot,
            by: member,
            subject: entry.hexadecimal,
            payload: Ballot(proposal: entry, approves: true).encoded
        )
    }

    /// The seat of a node with its own key, or with one of its later ones.
    package func seat(_ name: String, laterKey: Int? = nil) -> NodeSeat? {
        guard let index = names.firstIndex(of: name),
            let entry = genesis.document.nodes.first(where: { $0.name == name })
        else { return nil }
        let key = laterKey.map { laterVoteKeys[$0][index] } ?? voteKeys[index]
        let message = KeyPossession.message(
            member: entry.member,
            node: name,
            voteKey: key.key.publicKey,
            transportKey: entry.transportKey,
            chain: genesis.chain
        )
        return NodeSeat(
            member: entry.member,
            name: name,
            voteKey: key.key.publicKey,
            transportKey: entry.transportKey,
            address: nil,
            possession: key.sign(message)
        )
    }

    /// The members that run these validators, by the numbers of their keys.
    package func members(running set: ValidatorSet) -> [Int] {
        set.validators.compactMap { validator in
            genesis.members.firstIndex { $0.issuer == validator.member }
        }
    }

    /// A statement of a member.
    func sign(
        _ kind: StatementKind,
        by member: Int,
        subject: String,
        payload: [UInt8]
    ) -> [UInt8] {
        memberKeys[member].sign(
            kind,
            issuer: genesis.members[member].issuer,
            subject: subject,
            issuedAt: Self.createdMs / 1_000 + 60,
            chainID: genesis.chainID,
            payload: payload
        )
    }
}
