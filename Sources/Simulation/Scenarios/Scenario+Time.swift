extension Scenario {
    /// Scenarios 30 to 33: clocks.
    static let time: [Scenario] = [
        Scenario(30, "one clock is an hour off, the others three seconds", shows: "L1, S4") {
            world in
            world.clients.mayBeRefused = true
            let sign: Int64 = world.setting.seed % 2 == 0 ? 1 : -1
            world.setClock(0, aheadMs: sign * 3_600_000)
            world.setClock(1, aheadMs: -3_000)
            world.setClock(2, aheadMs: 3_000)
            world.begin()
            world.run(untilMs: 20_000)
            world.expect(world.recordedCount > 8, "few statements were recorded")
        },
        Scenario(31, "all clocks step back ten minutes", shows: "the +1 ms rule") { world in
            world.clients.mayBeRefused = true
            world.begin()
            world.run(untilMs: 2_000)
            let height = world.height
            for id in 0..<4 { world.setClock(id, aheadMs: -600_000) }
            world.run(untilMs: 70_000)
            world.expect(world.height > height, "the chain stands still")
        },
        Scenario(32, "monotonic clocks run ten percent fast and slow", shows: "L1") { world in
            for id in 0..<4 { world.setDrift(id, percent: id % 2 == 0 ? 10 : -10) }
            world.weather.lossPercent = 5
            world.begin()
            world.expectProgress([0, 1, 2, 3])
        },
        Scenario(33, "a leader stamps a year ahead", shows: "its views are skipped, no more") {
            world in
            world.clients.mayBeRefused = true
            world.setClock(0, aheadMs: 365 * 86_400_000)
            world.begin()
            world.run(untilMs: 30_000)
            world.expect(world.recordedCount > 8, "few statements were recorded")
            world.expect(world.tipTimeMs < District.createdMs + 600_000, "the chain's time jumped")
        },
    ]
}
