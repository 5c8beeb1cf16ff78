extension Scenario {
    /// Scenarios 1 to 10: the network.
    static let network: [Scenario] = [
        Scenario(1, "random loss of up to 30 %", shows: "G1, and L1 after healing") { world in
            world.weather.lossPercent = world.setting.seed % 31
            world.begin()
            world.run(untilMs: 20_000)
            world.expectRecovery()
        },
        Scenario(2, "any earlier message arrives again", shows: "S1, no double counting") { world in
            world.weather.duplicatePercent = 40
            world.weather.replayPercent = 50
            world.begin()
            world.run(untilMs: 10_000)
            world.expect(world.recordedCount > 0, "replayed messages stop the chain")
            world.expectRecovery()
        },
        Scenario(3, "messages arrive in any order", shows: "L2") { world in
            world.weather.delayMs = 1...400
            world.begin()
            world.expectProgress([0, 1, 2, 3])
        },
        Scenario(4, "the network splits in halves", shows: "G1, L1, no finality in a minority") {
            world in
            world.begin()
            world.run(untilMs: 1_000)
            world.partition([0, 1])
            world.run(untilMs: 1_500)
            let height = world.height
            world.run(untilMs: 20_000)
            world.expect(world.height == height, "a half made a block final")
            world.expectRecovery()
        },
    ]
}
