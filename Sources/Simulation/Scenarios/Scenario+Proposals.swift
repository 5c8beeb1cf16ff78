extension Scenario {
    /// Scenario 36: leaders whose proposals break one rule each.
    static let proposals: [Scenario] = [
        Scenario(
            36,
            "a leader proposes blocks that each break one rule",
            shows: "no honest vote for any of them",
            in: WorldSetting(seed: 0, statements: 90)
        ) { world in
            world.corrupt(0)
            let forger = ForgingLeader(0, in: world)
            world.intercept = { forger.intercept($0) }
            world.clients.pauseMs = 200...500
            world.begin()
            world.run(untilMs: 60_000) { _ in forger.left.isEmpty }
            world.expect(forger.left.isEmpty, "never proposed: \(forger.left)")
            for code in ["block.wrongBytes", "block.refused", "ledger.replayed"] {
                world.expect(world.heard.contains(code), "nobody refused with \(code)")
            }
            world.expectProgress([1, 2, 3])
        },
        Scenario(
            36,
            "two leaders in a row build on a block without a vote",
            shows: "N4, G1",
            in: WorldSetting(seed: 0, validators: 7, statements: 40)
        ) { world in
            let view = 1 + world.setting.seed % 7
            let plot = HiddenParent(fromView: view, in: world)
            world.intercept = { plot.intercept($0) }
            world.begin()
            world.run(untilMs: 40_000) { _ in plot.proposedCount > 0 }
            world.expect(plot.proposedCount > 0, "the block was never proposed")
            world.run(untilMs: world.nowMs + 500)
            world.healNetwork()
            world.expectProgress((0..<7).filter { !plot.liars.contains($0) })
        },
    ]
}
