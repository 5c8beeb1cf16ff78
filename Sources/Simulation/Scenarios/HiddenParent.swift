import Consensus
import Cryptography
import Ledger
import NodeCore

/// Two colluding leaders of consecutive views: the first spreads a second block that nobody votes
/// for, the second builds on it and claims that it was notarized.
///
/// ```
///  view v     A, notarized and on its way to being final      X, as valid as A, without a vote
///  view v + 1                                                 Y, a child of X
/// ```
/// Whoever asks for the parent's proof refuses Y; whoever does not makes A and Y final.
final class HiddenParent {
    private unowned let world: World
    private let first: Int
    private let second: Int
    private var hidden: [Digest: HashedHeader] = [:]
    private var children: [Digest: HashedHeader] = [:]
    /// How many blocks were proposed on a hidden one.
    private(set) var proposedCount = 0

    /// Lets the leaders of a view and of the one after it collude.
    init(fromView view: UInt64, in world: World) {
        self.world = world
        first = world.leader(of: view)
        second = world.leader(of: view + 1)
        for liar in [first, second] { world.corrupt(liar) }
    }

    /// The two validators that lie.
    var liars: [Int] { [first, second] }

    /// Sees every frame, and changes those of the liars.
    ///
    /// Finalize votes take long, as they may in a slow network: A is not final when Y arrives.
    func intercept(_ frame: Frame) -> [Frame] {
        if frame.channel == .bulk { return interceptBulk(frame) }
        switch frame.message(in: world) {
        case .vote(let vote): return vote.statement.kind == .finalize ? [] : [frame]
        case .proof(let proof): return proof.kind == .finalize ? [] : [frame]
        case .proposal(let proposal):
            guard frame.sender == second, let block = proposal.block,
                let child = children[block.hash], let proof = proposal.parentProof,
                let parent = proof.block.flatMap({ hidden[$0.hash] })
            else { return [frame] }
            proposedCount += 1
            let claim = BlockProposal(
                vote: world.forgedVote(.notarize(child, view: proposal.view), by: second),
                parentProof: world.unprovenClaim(
                    .notarize(parent, view: proof.view),
                    by: second
                ),
                nullifications: []
            )
            return [frame.changed { $0 = ConsensusMessage.proposal(claim).encoded }]
        default: return [frame]
        }
    }

    private func interceptBulk(_ frame: Frame) -> [Frame] {
        guard case .block(let carried)? = try? PeerMessage(decoding: frame.bytes),
            var header = try? BlockHeader(decoding: carried.header)
        else { return [frame] }
        let hash = header.hash(.p256)
        if frame.sender == first, header.proposer == UInt64(first) {
            header.proposer = UInt64(second)
            hidden[hash] = HashedHeader(header, suite: .p256)
            return [frame, changed(frame, header, carried.body)]
        }
        if frame.sender == second, header.proposer == UInt64(second),
            let parent = hidden[header.parent], parent.header.view + 1 == header.view
        {
            header.parent = parent.hash
            children[hash] = HashedHeader(header, suite: .p256)
            return [changed(frame, header, carried.body)]
        }
        return [frame]
    }

    private func changed(_ frame: Frame, _ header: BlockHeader, _ body: [UInt8]) -> Frame {
        let block = CarriedBlock(header: header.encoded, body: body)
        return frame.changed { $0 = PeerMessage.block(block).encoded }
    }
}

extension World {
    /// Who leads a view of epoch 0.
    func leader(of view: UInt64) -> Int {
        let schedule = LeaderSchedule(
            count: setting.validators,
            anchor: district.genesis.genesisHeader.hash(.p256),
            suite: .p256
        )
        return Int(schedule.leader(of: view))
    }

    /// A quorum proof in form, each of whose signatures is by one liar.
    func unprovenClaim(_ statement: VoteStatement, by liar: Int) -> QuorumProof {
        let count = setting.validators
        let quorum = count - (count - 1) / 3
        var signers = SignerBitmap(count: count)
        for signer in 0..<quorum { signers.insert(signer) }
        let vote = forgedVote(statement, by: liar)
        return QuorumProof(
            statement: statement,
            signers: signers,
            signatures: Array(repeating: vote.signature, count: quorum)
        )
    }
}
