import NodeCore
import Simulation
import Testing

/// What nodes keep, and what the checker of bounds notices.
@Suite struct BoundsTests {
    @Test func `more in a pool than its bound is noticed`() {
        let world = World(WorldSetting(seed: 1))
        world.begin()
        world.run(untilMs: 10)
        world.options.poolCount = 0
        world.run(untilMs: 5_000) { !$0.violations.isEmpty }
        #expect(world.violations.contains { $0.property == "S11 bounds" })
    }
}
