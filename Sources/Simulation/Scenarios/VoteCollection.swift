import CBOR
import COSE
import Cryptography
import Ledger
import NodeCore

/// True votes that went over the network, and what a liar makes of them.
final class VoteCollection {
    private unowned let world: World
    private var seen: [Vote] = []

    init(in world: World) { self.world = world }

    /// Remembers the vote of a frame.
    func take(_ frame: Frame) -> [Frame] {
        if let vote = frame.ownVote(in: world), !seen.contains(where: { isSame($0, vote) }) {
            seen.append(vote)
        }
        return [frame]
    }

    private func isSame(_ one: Vote, _ other: Vote) -> Bool {
        one.signer == other.signer && one.statement == other.statement
    }

    private func votes(of signer: Int) -> [Vote] { seen.filter { $0.signer == UInt64(signer) } }

    /// Votes of a validator that do not contradict each other, two by two.
    func pairs(of signer: Int) -> [[Vote]] {
        let votes = votes(of: signer)
        return zip(votes, votes.dropFirst()).flatMap { [[$0, $1], [$1, $0]] }
            + votes.prefix(2).map { [$0, $0] }
    }

    /// A true vote of a validator, and one that contradicts it in its name, by a liar's key.
    func forgeries(of signer: Int, by liar: Int) -> [[Vote]] {
        votes(of: signer).prefix(6).flatMap { vote -> [[Vote]] in
            guard let block = vote.statement.block else { return [] }
            var other = block.header
            other.proposer += 1
            let view = vote.statement.view
            let statements: [VoteStatement] = [
                .nullify(chainID: block.header.chainID, epoch: block.header.epoch, view: view),
                .notarize(HashedHeader(other, suite: .p256), view: view),
                .finalize(HashedHeader(other, suite: .p256), view: view),
            ]
            let forged = statements.map { world.forgedVote($0, by: liar, inNameOf: signer) }
            return forged.flatMap { [[vote, $0], [$0, vote]] }
        }
    }

    /// Two votes that no correct validator casts, truly signed by one that does.
    func contradiction(of liar: Int) -> [Vote] {
        guard let block = seen.lazy.compactMap(\.statement.block).first else { return [] }
        let header = block.header
        let statements: [VoteStatement] = [
            .nullify(chainID: header.chainID, epoch: header.epoch, view: header.view),
            .finalize(block, view: header.view),
        ]
        return statements.map { world.forgedVote($0, by: liar) }
    }
}

extension World {
    /// A statement that accuses a validator by two votes, signed by the vote key of another.
    func accusation(_ votes: [Vote], of accused: Int, by reporter: Int) -> [UInt8] {
        var payload = CBORWriter()
        payload.array(votes.count)
        for vote in votes { vote.encode(into: &payload) }
        return district.voteKeys[reporter].sign(
            .equivocation,
            issuer: district.genesis.members[reporter].issuer,
            subject: district.voteKeys[accused].key.identifier.hexadecimal,
            issuedAt: District.createdMs / 1_000 + 60,
            chainID: district.genesis.chainID,
            payload: payload.bytes
        )
    }

    /// Whether some honest node names a validator among the accused.
    func isAccused(_ id: Int) -> Bool {
        honest.contains { process in
            guard case .status(let json)? = ask(process.id, .status) else { return false }
            return String(decoding: json, as: UTF8.self).contains(#""validator":"n\#(id)""#)
        }
    }
}
