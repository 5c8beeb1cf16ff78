import NodeCore

/// One seed: a world with its own mix of faults, then a healthy core left to itself.
package enum Swarm {
    /// Runs a seed and says what was broken.
    package static func run(_ options: SimulationOptions) -> SimulationReport {
        let plan = FaultPlan(seed: options.seed, nodes: options.nodes)
        let world = World(
            WorldSetting(
                seed: options.seed,
                validators: plan.validators,
                twins: plan.twins,
                statements: min(Int(options.views), District.statementCount),
                usesRealKeys: plan.usesRealKeys
            )
        )
        world.options.nullificationsPerProposal = plan.nullificationsPerProposal
        #if CANARIES
        world.options.mutations = options.mutations
        #endif
        if TraceReview.isDue(seed: options.seed) {
            world.options.traces = true
            world.review = TraceReview()
        }
        var trouble = TroubleMaker(plan, seed: options.seed)
        trouble.prepare(world)
        world.begin()
        world.onTrouble = { world in trouble.strike(world) }
        if let pause = plan.troubleMs { world.agenda.schedule(.trouble, atMs: pause.lowerBound) }
        let faultyMs = min(500 * options.views, 60_000)
        world.run(untilMs: faultyMs) { $0.highestView >= options.views }
        world.onTrouble = nil
        let core = trouble.heal(world)
        settle(world, core: core)
        return report(world, options, faults: trouble.count)
    }

    /// Whether a second run of the same options is the same, event by event.
    ///
    /// A hash table takes its order from where it lies in memory. The second run finds the places
    /// of the first taken, so that what depends on an order shows also within one process.
    package static func isRepeatable(
        _ report: SimulationReport,
        _ options: SimulationOptions
    ) -> Bool {
        let ballast = (1...4_096).map { [UInt8](repeating: 0, count: $0 % 256 * 16) }
        return withExtendedLifetime(ballast) {
            run(options).eventLogHash == report.eventLogHash
        }
    }

    /// Runs until the core is done, or patience is at an end, and looks at everything then.
    private static func settle(_ world: World, core: [Int]) {
        let endMs = world.nowMs + ProgressChecker.patienceMs
        while world.nowMs < endMs, world.violations.isEmpty {
            world.run(untilMs: world.nowMs + 100)
            if world.clients.unsentCount == 0, ProgressChecker.isDone(world, core: core) { break }
        }
        if world.violations.isEmpty { ProgressChecker.check(world, core: core) }
        for process in world.honest where process.isRunning {
            ExactlyOnceChecker().check(process, in: world)
        }
        world.review?.finish(in: world)
        guard world.violations.isEmpty, let first = core.first else { return }
        // Some seeds only: looking for a bit that does not matter takes longer than the run.
        if world.setting.seed % 16 == 3 || world.setting.usesRealKeys {
            world.checkProofs(of: first, statements: 3, changes: 24)
        }
        if world.setting.seed % 8 == 5 { ProgressChecker.checkIdleness(world, core: core) }
    }

    private static func report(
        _ world: World,
        _ options: SimulationOptions,
        faults: Int
    ) -> SimulationReport {
        SimulationReport(
            seed: options.seed,
            nodes: world.setting.validators,
            violations: world.violations,
            eventLogHash: world.log.hash,
            eventCount: world.log.count,
            view: world.highestView,
            height: world.height,
            simulatedMs: world.nowMs,
            statements: world.clients.recordedCount,
            repairs: world.repairCount,
            faults: faults
        )
    }
}
