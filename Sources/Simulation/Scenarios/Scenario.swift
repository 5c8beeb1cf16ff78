package import NodeCore

/// One named scenario of the protocol's test plan, and the property that it shows.
package struct Scenario: Sendable {
    /// Its number in the plan.
    package let number: Int
    /// What happens, in a few words.
    package let name: String
    /// What it shows, by the names in Safety and Liveness.
    package let property: String
    private let play: @Sendable (_ seed: UInt64, _ options: NodeOptions) -> [Violation]

    /// Describes a scenario that is played in a world.
    ///
    /// `play` starts the world, lets things happen, and ends with what it expects of it.
    init(
        _ number: Int,
        _ name: String,
        shows property: String,
        in setting: WorldSetting = WorldSetting(seed: 0),
        _ play: @escaping @Sendable (World) -> Void
    ) {
        self.number = number
        self.name = name
        self.property = property
        self.play = { seed, options in
            var setting = setting
            setting.seed = seed
            let world = World(setting, options: options)
            play(world)
            return world.violations
        }
    }

    /// Describes a scenario that makes worlds of its own.
    init(
        number: Int,
        name: String,
        property: String,
        play: @escaping @Sendable (_ seed: UInt64, _ options: NodeOptions) -> [Violation]
    ) {
        self.number = number
        self.name = name
        self.property = property
        self.play = play
    }

    /// Plays it under a seed, and says what was broken.
    ///
    /// `options` is what each node is told; a canary's rule is switched off in it.
    package func run(_ seed: UInt64, options: NodeOptions = NodeOptions()) -> [Violation] {
        play(seed, options)
    }

    /// All scenarios, by number.
    package static let all: [Scenario] =
        (network + crashes + disk + time + byzantine + proposals + replays + catchUp + membership
        + verifier)
        .sorted { $0.number < $1.number }
}

// MARK: - What scenarios expect

extension World {
    /// Notes a broken expectation of the scenario.
    package func expect(_ isTrue: Bool, _ what: String) {
        if !isTrue { violate("Scenario", what) }
    }

    /// Heals network and processes, and expects all honest ones to agree and to answer every client
    /// in time.
    package func expectRecovery(except broken: [Int] = []) {
        healNetwork()
        healNodes(except: broken)
        let core = honest.map(\.id).filter { !broken.contains($0) && processes[$0].phase != .lost }
        expectProgress(core)
    }

    /// Expects some processes to agree and to answer every client in time.
    package func expectProgress(_ core: [Int]) {
        let endMs = nowMs + ProgressChecker.patienceMs
        while nowMs < endMs, violations.isEmpty {
            run(untilMs: nowMs + 100)
            if clients.unsentCount == 0, ProgressChecker.isDone(self, core: core) { break }
        }
        if violations.isEmpty { ProgressChecker.check(self, core: core) }
        for id in core { ExactlyOnceChecker().check(processes[id], in: self) }
    }

    /// Expects a process to find out how far the votes of its lost journal went, and to vote.
    package func expectLossSettled(_ id: Int) {
        let endMs = nowMs + ProgressChecker.patienceMs
        while nowMs < endMs, processes[id].node?.isRecovering == true { run(untilMs: nowMs + 500) }
        expect(processes[id].node?.isRecovering == false, "a lost journal was never settled")
    }

    /// How many statements were acknowledged so far.
    package var recordedCount: Int { clients.recordedCount }
}
