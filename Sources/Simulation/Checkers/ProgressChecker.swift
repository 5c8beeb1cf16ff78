import Ledger
import NodeCore

/// L1, L2 and L4: once enough of the network is whole, every statement becomes final at every
/// process that is.
package struct ProgressChecker {
    /// How long after healing this may take, in simulated milliseconds.
    ///
    /// Several leaders in a row may be down, and the view timers may have grown to their cap.
    static let patienceMs: UInt64 = 240_000

    /// Whether nobody waits for anything, and all healthy processes have the same tip.
    static func isDone(_ world: World, core: [Int]) -> Bool {
        guard world.clients.waitingCount == 0 else { return false }
        let tips = core.map { world.processes[$0].node?.tip.hash }
        return tips.allSatisfy { $0 != nil && $0 == tips.first }
    }

    /// L7: while nobody submits anything a healthy chain makes heartbeats and no other blocks.
    ///
    /// Heartbeats become final more than a heartbeat interval apart, by the fastest clock, so in
    /// four intervals there are four, and where that clock gains up to a quarter, five.
    package static func checkIdleness(_ world: World, core: [Int]) {
        let heartbeatMs = world.district.genesis.limits.heartbeatMs
        // The block that makes the last one final, and views under way, come first.
        world.run(untilMs: world.nowMs + 5_000)
        let height = world.height
        world.run(untilMs: world.nowMs + 4 * heartbeatMs)
        let gainsTime = world.processes.contains { $0.driftPercent > 0 }
        let bound = (gainsTime ? 5 : 4) * blocksPerHeartbeat(world, core: core)
        if world.height > height + bound {
            world.violate(
                "L7 idleness",
                "\(world.height - height) blocks in four heartbeats without work, "
                    + "the bound is \(bound)"
            )
        }
    }

    /// The most blocks that one heartbeat makes.
    ///
    /// Liveness, *Idle chains*, says why: one; or where broken validators take part, one more for
    /// each of them, and another where clocks drift. Outside the core are Byzantine validators, or
    /// honest ones that hear nobody in it or are heard by nobody. One honest node alone outside
    /// takes no part; two can, one listening and the other speaking.
    private static func blocksPerHeartbeat(_ world: World, core: [Int]) -> UInt64 {
        let outside = world.setting.validators - core.count
        guard world.setting.twins > 0 || outside > 1 else { return 1 }
        let clocksDrift = world.processes.contains { $0.driftPercent != 0 }
        return UInt64(outside) + (clocksDrift ? 2 : 1)
    }

    /// Says what is missing.
    static func check(_ world: World, core: [Int]) {
        guard !isDone(world, core: core) else { return }
        let states = core.map { id in
            let node = world.processes[id].node
            return "n\(id) \(node?.tip.header.height ?? 0)/\(node?.view ?? 0)"
        }
        world.violate(
            "L1 progress",
            "\(world.clients.waitingCount) statements wait; height/view: \(states)"
        )
    }
}
