import Consensus
import Cryptography
import Ledger
import Merkle
import NodeCore

/// A leader whose blocks each break one rule and keep all others.
///
/// Its own node runs as it should; what it proposes is replaced on the way out, header and body, so
/// that only the rule stands between the block and the votes of the others.
final class ForgingLeader {
    /// What is wrong with a block.
    enum Defect: Int, CaseIterable {
        case strangeParent, oldParent, nextEpoch, heightLeftOut, earlyTime, otherProposer
        case wrongRoot, wrongState, recordedStatement, strangeStatement, oversized
    }

    /// A block that goes out in the place of another.
    private struct Forgery {
        let block: HashedHeader
        let body: [UInt8]
        /// What replaces the parent's proof and the nullifications; nil to keep them.
        var foundation: (proof: QuorumProof?, skipped: [QuorumProof])?
    }

    private unowned let world: World
    private let liar: Int
    private var headers: [Digest: BlockHeader] = [:]
    private var bodies: [Digest: BlockBody] = [:]
    /// What each proposed block stood on.
    private var foundations: [Digest: (proof: QuorumProof?, skipped: [QuorumProof])] = [:]
    private var forgeries: [Digest: Forgery] = [:]
    private var forged: [Digest: Defect] = [:]
    private var waiting: [Defect]

    /// Lies for a process, in an order that the seed begins.
    init(_ liar: Int, in world: World) {
        self.world = world
        self.liar = liar
        let all = Defect.allCases
        let first = Int(world.setting.seed % UInt64(all.count))
        waiting = Array(all[first...] + all[..<first])
    }

    /// The defects that no block had yet.
    var left: [Defect] { waiting }

    /// Sees every frame; changes those of the liar and judges the votes of the others.
    func intercept(_ frame: Frame) -> [Frame] {
        if frame.channel == .bulk { return interceptBulk(frame) }
        guard let message = frame.message(in: world) else { return [frame] }
        if case .proposal(let proposal) = message, let block = proposal.block {
            foundations[block.hash] = (proposal.parentProof, proposal.nullifications)
            if frame.sender == liar { return [replace(proposal, block, in: frame)] }
        }
        if let vote = frame.ownVote(in: world), let hash = vote.statement.block?.hash,
            let defect = forged[hash], frame.sender != liar
        {
            world.violate("Scenario", "n\(vote.signer) voted for a block with \(defect)")
        }
        return [frame]
    }

    private func interceptBulk(_ frame: Frame) -> [Frame] {
        guard case .block(let carried)? = try? PeerMessage(decoding: frame.bytes),
            let header = try? BlockHeader(decoding: carried.header),
            let body = try? BlockBody(stored: carried.body)
        else { return [frame] }
        let hash = header.hash(.p256)
        headers[hash] = header
        bodies[hash] = body
        guard frame.sender == liar, header.proposer == UInt64(liar) else { return [frame] }
        if forgeries[hash] == nil { forge(header, hash, body) }
        guard let forgery = forgeries[hash] else { return [frame] }
        let block = CarriedBlock(header: forgery.block.header.encoded, body: forgery.body)
        return [frame.changed { $0 = PeerMessage.block(block).encoded }]
    }

    private func replace(
        _ proposal: BlockProposal,
        _ block: HashedHeader,
        in frame: Frame
    ) -> Frame {
        guard let forgery = forgeries[block.hash] else { return frame }
        let foundation = forgery.foundation ?? (proposal.parentProof, proposal.nullifications)
        let replaced = BlockProposal(
            vote: world.forgedVote(.notarize(forgery.block, view: proposal.view), by: liar),
            parentProof: foundation.proof,
            nullifications: foundation.skipped
        )
        return frame.changed { $0 = ConsensusMessage.proposal(replaced).encoded }
    }
}

// MARK: - The defects

extension ForgingLeader {
    /// Takes the first defect that this block can have.
    private func forge(_ header: BlockHeader, _ hash: Digest, _ body: BlockBody) {
        for (place, defect) in waiting.enumerated() {
            guard let forgery = forgery(defect, header, body) else { continue }
            waiting.remove(at: place)
            forgeries[hash] = forgery
            forged[forgery.block.hash] = defect
            return
        }
    }

    private func forgery(
        _ defect: Defect,
        _ header: BlockHeader,
        _ body: BlockBody
    ) -> Forgery? {
        var changed = header
        var bytes = body.encoded
        switch defect {
        case .strangeParent: changed.parent = header.treeRoot
        case .oldParent: return sibling(of: header.parent, proposedIn: header.view)
        case .nextEpoch: changed.epoch += 1
        case .heightLeftOut: changed.height += 1
        case .earlyTime: changed.timeMs = (headers[header.parent]?.timeMs ?? header.timeMs) - 1
        case .otherProposer: changed.proposer = (header.proposer + 1) % 4
        case .wrongRoot: changed.treeRoot = header.statusRoot
        case .wrongState: changed.stateDigest = header.treeRoot
        case .recordedStatement:
            guard let old = recordedStatement(before: header) else { return nil }
            return extended(header, body, by: old)
        case .strangeStatement:
            guard var statement = body.submissions.first.map({ Array($0.statement) }) else {
                return nil
            }
            statement[statement.count - 1] ^= 1
            return extended(header, BlockBody([]), by: statement)
        case .oversized:
            bytes = [UInt8](repeating: 0, count: 5 << 20)
        }
        return Forgery(block: HashedHeader(changed, suite: .p256), body: bytes)
    }

    /// A block beside the parent: right in everything, but the parent's view was not skipped.
    private func sibling(of parent: Digest, proposedIn view: UInt64) -> Forgery? {
        guard var header = headers[parent], let body = bodies[parent],
            let foundation = foundations[parent]
        else { return nil }
        header.view = view
        header.proposer = UInt64(liar)
        return Forgery(
            block: HashedHeader(header, suite: .p256),
            body: body.encoded,
            foundation: (foundation.proof, [])
        )
    }

    private func recordedStatement(before header: BlockHeader) -> [UInt8]? {
        var hash = headers[header.parent]?.parent
        while let current = hash, let found = headers[current] {
            if let first = bodies[current]?.submissions.first { return Array(first.statement) }
            hash = found.parent
        }
        return nil
    }

    /// A body with one more statement, under a header whose tree holds it.
    private func extended(
        _ header: BlockHeader,
        _ body: BlockBody,
        by statement: [UInt8]
    ) -> Forgery? {
        let longer = BlockBody(body.submissions + [Submission(statement: statement)])
        guard var tree = tree(upTo: header.parent) else { return nil }
        let hasher = MerkleHasher(.p256)
        for submission in longer.submissions {
            tree.append(leafHash: hasher.leaf(Suite.p256.digest(submission.statement)))
        }
        var changed = header
        changed.treeSize = tree.size
        changed.treeRoot = tree.root(size: tree.size)
        return Forgery(block: HashedHeader(changed, suite: .p256), body: longer.encoded)
    }

    /// The history tree after a block, from the bodies that went over the network.
    private func tree(upTo block: Digest) -> MerkleTree? {
        var path: [BlockBody] = []
        var hash = block
        while hash != world.district.genesis.genesisHeader.hash(.p256) {
            guard let header = headers[hash], let body = bodies[hash] else { return nil }
            path.append(body)
            hash = header.parent
        }
        var tree = MerkleTree(.p256)
        for leaf in world.district.genesis.leafHashes { tree.append(leafHash: leaf) }
        let hasher = MerkleHasher(.p256)
        for body in path.reversed() {
            for submission in body.submissions {
                tree.append(leafHash: hasher.leaf(Suite.p256.digest(submission.statement)))
            }
        }
        return tree
    }
}
