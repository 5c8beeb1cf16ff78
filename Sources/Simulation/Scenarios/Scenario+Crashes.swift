import Storage

extension Scenario {
    /// Scenarios 11 to 20: crashes and restarts.
    static let crashes: [Scenario] = [
        crashPoints,
        Scenario(12, "a crash after a vote reached one peer", shows: "G3") { world in
            world.begin()
            let victim = Int(world.setting.seed % 4)
            world.restartAfterFirst(backMs: 300) { $0.sender == victim && $0.kind == .vote }
            world.run(untilMs: 2_000)
            world.expectRecovery()
        },
        Scenario(13, "all lose power, again and again; one never returns", shows: "L3, G6") {
            world in
            world.begin()
            for time in UInt64(1)...20 {
                world.run(untilMs: world.nowMs + 37 + time * 29 % 180)
                for id in 0..<4 { world.restart(id, .nothing, afterMs: 20 + UInt64(id)) }
            }
            world.lose(Int(world.setting.seed % 4))
            world.expectRecovery()
        },
        Scenario(14, "a bare quorum crashes after journaling Nullify", shows: "L3") { world in
            world.begin()
            world.run(untilMs: 400)
            world.lose(3)
            world.intercept = { $0.kind == .proposal || $0.kind == .vote ? [] : [$0] }
            world.run(untilMs: 6_000)
            for id in 0..<3 { world.restart(id, .nothing) }
            world.intercept = nil
            world.expectProgress([0, 1, 2])
        },
        Scenario(15, "one after the other restarts", shows: "L1, G1") { world in
            world.begin()
            for turn in UInt64(0)..<24 {
                world.at(400 + turn * 400) { $0.restart(Int(turn % 4), .subset, afterMs: 200) }
            }
            world.run(untilMs: 11_000)
            world.expectRecovery()
        },
        Scenario(16, "the leader goes after its proposal reached one", shows: "G1") { world in
            world.begin()
            world.restartAfterFirst(backMs: 1_500) { $0.kind == .proposal }
            world.run(untilMs: 4_000)
            world.expectRecovery()
        },
        Scenario(17, "the blocks are gone and the journal is whole, or the reverse", shows: "L4") {
            world in
            world.begin()
            world.run(untilMs: 2_000)
            world.crash(1, .everything)
            let folder = world.setting.seed % 2 == 0 ? "/home/ledger/" : "/home/journal/votes-"
            for path in world.disk(of: 1).paths where path.hasPrefix(folder) {
                world.disk(of: 1).lose(path)
            }
            world.start(1)
            world.expectRecovery()
        },
        Scenario(18, "a restart in the middle of catching up", shows: "L4") { world in
            world.begin()
            world.run(untilMs: 500)
            world.partition([3])
            world.run(untilMs: 5_000)
            for id in 0..<3 { world.join(id, 3) }
            for turn in UInt64(1)...8 {
                world.at(5_000 + turn * 150) { $0.restart(3, .prefix, afterMs: 40) }
            }
            world.run(untilMs: 7_000)
            world.expectRecovery()
        },
        Scenario(19, "one is stopped for thirty seconds and goes on", shows: "no stale vote") {
            world in
            world.begin()
            world.run(untilMs: 500)
            world.pause(1, forMs: 30_000)
            world.expectProgress([0, 2, 3])
            world.run(untilMs: 32_000)
            world.expectRecovery()
        },
        Scenario(
            20,
            "two processes with one key",
            shows: "G1, G4, and they halt",
            in: WorldSetting(seed: 0, twins: 1)
        ) { world in
            world.begin()
            world.run(untilMs: 5_000)
            world.expectProgress([1, 2, 3])
        },
    ]

    /// The power goes at an operation of the disk, of one node or of all, and leaves what it
    /// leaves; each seed takes every sixteenth operation.
    private static let crashPoints = Scenario(
        number: 11,
        name: "a crash at every operation of the disk",
        property: "G3, S4"
    ) { seed, options in
        var violations: [Violation] = []
        for operation in stride(from: Int(seed % 16), to: 160, by: 16) {
            for survival in CrashSurvival.allCases {
                for victims in [[operation % 4], [0, 1, 2, 3]] {
                    let setting = WorldSetting(seed: seed, statements: 10)
                    let world = World(setting, options: options)
                    world.begin()
                    world.at(200) { world in
                        for id in victims { world.crashDisk(id, atOperation: operation, survival) }
                    }
                    world.run(untilMs: 3_000)
                    world.expectRecovery()
                    violations += world.violations
                }
            }
        }
        return violations
    }
}

extension World {
    /// The power goes at the sender of the first frame of a kind, when that frame has left and no
    /// other; it is back later.
    func restartAfterFirst(backMs: UInt64, where isMeant: @escaping (Frame) -> Bool) {
        intercept = { [unowned self] frame in
            guard nowMs > 300, isMeant(frame) else { return [frame] }
            intercept = { $0.sender == frame.sender ? [] : [$0] }
            at(nowMs) { world in
                world.intercept = nil
                world.restart(frame.sender, .nothing, afterMs: backMs)
            }
            return [frame]
        }
    }
}
