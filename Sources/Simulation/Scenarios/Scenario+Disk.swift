import Storage

extension Scenario {
    /// Scenarios 21 to 29: the disk.
    static let disk: [Scenario] = [
        Scenario(21, "the last write is torn", shows: "S1, recovery") { world in
            world.begin()
            for turn in UInt64(1)...12 {
                world.at(turn * 250) { world in
                    let id = Int(turn % 4)
                    world.crashDisk(id, atOperation: Int(turn % 7), .tornSector)
                    world.at(world.nowMs + 120) { $0.start(id) }
                }
            }
            world.run(untilMs: 4_000)
            world.expectRecovery()
        },
        Scenario(22, "torn tails on all nodes silence nobody", shows: "L3") { world in
            world.begin()
            world.run(untilMs: 1_000)
            for id in 0..<4 {
                world.crashDisk(id, atOperation: 2 + id, .tornSector)
            }
            world.run(untilMs: 2_500)
            world.expectRecovery()
        },
        Scenario(25, "the disk reports a failed fsync", shows: "the process ends, S2") { world in
            world.begin()
            world.run(untilMs: 600)
            world.setFaults(1) { $0.failsSyncs = true }
            world.expectProgress([0, 2, 3])
            world.expect(!world.isRunning(1), "a node went on after a failed fsync")
            world.expectRecovery()
        },
        Scenario(26, "the disk is full for a while", shows: "no votes, then on") { world in
            world.begin()
            world.run(untilMs: 600)
            world.setFaults(1) { $0.capacity = 1 }
            world.expectProgress([0, 2, 3])
            world.expect(world.isRunning(1), "a full disk ended a process")
            world.expectRecovery()
        },
        Scenario(27, "an fsync takes up to thirty seconds", shows: "others unaffected, L1") {
            world in
            world.begin()
            let slow = world.setting.seed % 2 == 0 ? [1] : [0, 1, 2]
            for id in slow { world.setSync(id, 5_000...30_000) }
            if slow.count == 1 { world.expectProgress([0, 2, 3]) }
            world.run(untilMs: world.nowMs + 60_000)
            world.expectRecovery()
        },
        Scenario(28, "both copies of the journal are lost", shows: "§1.6, G3") { world in
            world.begin()
            world.run(untilMs: 2_000)
            world.loseJournal(of: 1, keepingCeiling: world.setting.seed % 2 == 0, .everything)
            world.start(1)
            world.expectRecovery()
            world.expectLossSettled(1)
        },
    ]
}
