import Consensus
import Ledger

extension Scenario {
    /// Scenarios 42 and 45: true signatures where they do not belong.
    static let replays: [Scenario] = [
        Scenario(
            42,
            "proofs of an old epoch, another chain and another kind",
            shows: "refused, S5",
            in: WorldSetting(seed: 0, statements: 60)
        ) { world in
            world.corrupt(0)
            world.clients.pauseMs = 50...200
            let old = ProofCollector(in: world)
            world.intercept = { old.take($0, keeping: { _ in true }) }
            world.begin()
            world.run(untilMs: 1_500)
            world.enact(.limit(name: "batchRecords", value: 100))
            // From now on nobody hears a Finalize vote, so nothing can become final.
            let held = ProofCollector(in: world)
            world.intercept = { held.take($0, keeping: { $0 != .finalize }) }
            world.run(untilMs: world.nowMs + 3_000)
            let height = world.height
            let strangers = ProofCollector.ofAnotherChain(seed: world.setting.seed)
            let lies =
                old.proofs.flatMap { [$0] + world.relabelled($0) } + strangers
                + held.proofs.flatMap(world.relabelled)
            let isHarmful = lies.contains { $0.kind == .finalize && $0.statement.epoch == 1 }
            world.expect(isHarmful, "no lie would make a block final")
            for lie in lies {
                world.inject(.proof(lie), from: 0)
                world.run(untilMs: world.nowMs + 10)
            }
            world.expect(world.height == height, "a proof that is none made a block final")
            world.healNetwork()
            world.expectProgress([1, 2, 3])
        },
        Scenario(
            45,
            "a validator accuses an honest one",
            shows: "G4, and true accusations still count",
            in: WorldSetting(seed: 0, usesRealKeys: true)
        ) { world in
            world.corrupt(0)
            let seen = VoteCollection(in: world)
            world.intercept = { seen.take($0) }
            world.begin()
            world.run(untilMs: 10_000) { _ in seen.pairs(of: 1).count > 3 }
            world.expect(seen.pairs(of: 1).count > 3, "too few votes were seen")
            for pair in seen.pairs(of: 1) + seen.forgeries(of: 1, by: 0) {
                world.submit(world.accusation(pair, of: 1, by: 0), to: 2)
                for vote in pair { world.inject(.vote(vote), from: 0) }
            }
            world.run(untilMs: world.nowMs + 2_000)
            world.expect(!world.isAccused(1), "an honest validator stands accused on the ledger")
            let truth = world.accusation(seen.contradiction(of: 0), of: 0, by: 2)
            world.expect(world.record(truth, at: 2) != nil, "a true accusation is refused")
            world.expect(world.isAccused(0), "a true accusation is not on the ledger")
            world.expectProgress([1, 2, 3])
        },
    ]
}

/// Quorum proofs that went over the network.
final class ProofCollector {
    private unowned let world: World
    /// What was seen, each once.
    private(set) var proofs: [QuorumProof] = []

    init(in world: World) { self.world = world }

    /// Remembers a proof, and lets frames pass whose votes and proofs are of a kind that is kept.
    func take(_ frame: Frame, keeping isKept: (VoteKind) -> Bool) -> [Frame] {
        switch frame.message(in: world) {
        case .proof(let proof):
            if proofs.count < 60, !proofs.contains(proof) { proofs.append(proof) }
            return isKept(proof.kind) ? [frame] : []
        case .vote(let vote): return isKept(vote.statement.kind) ? [frame] : []
        default: return [frame]
        }
    }

    /// Proofs by the same vote keys on another chain.
    static func ofAnotherChain(seed: UInt64) -> [QuorumProof] {
        let world = World(WorldSetting(seed: seed, observers: 1))
        let collector = ProofCollector(in: world)
        world.intercept = { collector.take($0, keeping: { _ in true }) }
        world.begin()
        world.run(untilMs: 1_000)
        return collector.proofs
    }
}
