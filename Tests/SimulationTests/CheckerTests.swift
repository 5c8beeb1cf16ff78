import Consensus
import Ledger
import Simulation
import Storage
import Testing

/// Worlds in which a property is broken, and what the checkers say.
@Suite struct CheckerTests {
    private func properties(_ world: World) -> Set<String> {
        Set(world.violations.map(\.property))
    }

    @Test func `an idle chain keeps L7, and blocks in idle time break it`() {
        let world = World(WorldSetting(seed: 1, statements: 4))
        world.begin()
        world.run(untilMs: 5_000)
        ProgressChecker.checkIdleness(world, core: [0, 1, 2, 3])
        #expect(world.violations.isEmpty)
        for number in 0..<12 {
            let limit = CharterChange.limit(name: "batchRecords", value: 100 + UInt64(number))
            let proposal = world.district.proposal([limit], number: number, by: number % 4)
            world.at(world.nowMs + 6_000 + UInt64(number) * 8_000) { $0.submit(proposal, to: 0) }
        }
        ProgressChecker.checkIdleness(world, core: [0, 1, 2, 3])
        #expect(properties(world) == ["L7 idleness"])
    }

    @Test func `nodes that cannot move and send all the time break L6`() {
        var timing = Timing()
        for isHasty in [false, true] {
            timing.retryMs = isHasty ? 1 : 1_000
            let world = World(WorldSetting(seed: 1, timing: timing))
            world.begin()
            world.run(untilMs: 500)
            world.partition([0, 1])
            world.run(untilMs: 6_000) { !$0.violations.isEmpty }
            #expect(properties(world) == (isHasty ? ["L6 messages"] : []))
        }
    }

    @Test func `a notarized block on one disk breaks G6`() {
        let world = World(WorldSetting(seed: 1))
        world.begin()
        world.run(untilMs: 300)
        for id in 0..<3 {
            let disk = world.disk(of: id)
            for path in disk.paths where path.hasPrefix("/home/ledger/") { disk.lose(path) }
        }
        world.run(untilMs: 5_000) { $0.violations.contains { $0.property == "G6 blocks" } }
        #expect(properties(world).contains("G6 blocks"))
    }

    @Test func `too few nodes for a quorum break L1`() {
        let world = World(WorldSetting(seed: 1))
        world.begin()
        world.run(untilMs: 300)
        world.lose(0)
        world.lose(1)
        world.expectProgress([2, 3])
        #expect(properties(world) == ["L1 progress"])
    }
}
