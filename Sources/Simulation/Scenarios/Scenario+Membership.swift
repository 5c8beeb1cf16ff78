import Storage

extension Scenario {
    /// Scenarios 48 to 50: how many there are.
    static let membership: [Scenario] =
        [5, 6, 8, 9].enumerated().map { index, count in
            Scenario(
                48,
                "\(count) validators, of which \((count - 1) / 3) are gone",
                shows: "quorum n − f",
                in: WorldSetting(seed: 0, validators: count)
            ) { world in
                let lost = (count - 1) / 3
                world.begin()
                world.run(untilMs: 400)
                for id in 0..<lost { world.lose(id) }
                world.expectProgress(Array(lost..<count))
            }
        } + [
            Scenario(
                49,
                "a node joins from the genesis while the chain goes on",
                shows: "L4",
                in: WorldSetting(seed: 0, observers: 1)
            ) { world in
                world.begin()
                world.run(untilMs: 100)
                world.crash(4, .nothing)
                world.run(untilMs: 4_000)
                world.start(4)
                world.expectProgress([0, 1, 2, 3, 4])
            },
            Scenario(50, "more than f are gone, and come back", shows: "a clean stall, L3") {
                world in
                world.begin()
                world.run(untilMs: 800)
                world.crash(0, .nothing)
                world.crash(1, .nothing)
                world.run(untilMs: 1_200)
                let height = world.height
                world.run(untilMs: 20_000)
                world.expect(world.height == height, "two of four made a block final")
                world.expectRecovery()
            },
        ]
}
