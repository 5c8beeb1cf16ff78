import Ledger
import NodeCore
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
        Scenario(
            22,
            "a bit flips in both copies of the journal",
            shows: "no vote up to the ceiling, G3",
            in: WorldSetting(seed: 0, statements: 96)
        ) { world in
            world.clients.pauseMs = 20...60
            world.begin()
            world.run(untilMs: 20_000) {
                $0.view(of: 1) ?? 0 >= 40 && $0.journalByteCount(of: 1) > 3 * 4_096
            }
            world.crash(1, .everything)
            world.expect(world.rotJournal(of: 1), "the journal has no batch to rot")
            var views: [UInt64] = []
            world.intercept = { [unowned world] frame in
                if frame.sender == 1, let vote = frame.ownVote(in: world) {
                    views.append(vote.statement.view)
                }
                return [frame]
            }
            world.start(1)
            guard let ceiling = world.processes[1].ceiling, ceiling > .zero else {
                return world.expect(false, "the loss was not noticed")
            }
            world.clients.pauseMs = 200...600
            world.expectProgress([0, 2, 3])
            world.expect(views.allSatisfy { $0 > ceiling.view }, "a vote at or below the ceiling")
            world.expect(!views.isEmpty, "the node never votes again")
            world.expectRecovery()
        },
        Scenario(23, "a bit flips in the block store", shows: "found, repaired by hash, S6") {
            world in
            world.begin()
            world.run(untilMs: 3_000)
            world.crash(1, .everything)
            world.expect(world.rotLedger(of: 1), "nothing was stored in three seconds")
            world.expectRefusedStart(1)
            world.repairLedger(of: 1)
            world.start(1)
            world.expectRecovery()
        },
        Scenario(24, "names of files are lost, or not yet changed", shows: "recovery, G3") {
            world in
            world.sizes.journalSegment = 3 * 4_096
            world.sizes.ledgerSegment = 4_096
            world.begin()
            for turn in UInt64(1)...30 {
                world.at(200 + turn * 150) { world in
                    let id = Int((turn + world.setting.seed) % 4)
                    let operation = Int((turn * 5 + world.setting.seed) % 23)
                    if turn % 3 == 0 { world.kill(id) }
                    world.crashDisk(id, atOperation: operation, .nothing)
                    world.at(world.nowMs + 110) { world in
                        if turn % 5 == 0 { world.loseNames(of: id) }
                        world.start(id)
                    }
                }
            }
            world.run(untilMs: 5_000)
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
        Scenario(29, "a block is written to a wrong place", shows: "found, repaired by hash, S6") {
            world in
            world.begin()
            world.run(untilMs: 1_500)
            world.misplaceLedgerWrite(
                of: 1,
                distance: 1_024 * (1 + world.setting.seed % 7),
                isDuplicated: world.setting.seed % 2 == 0
            )
            world.run(untilMs: 3_000)
            world.expect(world.hasMisplacedWrite(1), "nothing was stored in a second and a half")
            // Another asks for the blocks that it missed, of which one is overwritten here.
            world.crash(2, .everything)
            world.run(untilMs: 4_000)
            world.start(2)
            world.run(untilMs: 6_000)
            world.crash(1, .everything)
            world.expectRefusedStart(1)
            world.repairLedger(of: 1, damages: 1...8)
            world.start(1)
            world.expectRecovery()
        },
    ]
}

extension World {
    /// Whether the write was misplaced that was to be.
    func hasMisplacedWrite(_ id: Int) -> Bool { disk(of: id).faults.misplacedWrite == nil }

    private func newestJournalSegment(of id: Int) -> String? {
        disk(of: id).paths.last { $0.hasPrefix("/home/journal/votes-a/") }
    }

    /// How much of the newest journal segment is used; batches begin at multiples of 4096.
    func journalByteCount(of id: Int) -> Int {
        guard let path = newestJournalSegment(of: id), isRunning(id),
            let bytes = try? disk(of: id).contents(path)
        else { return 0 }
        return (bytes.lastIndex { $0 != 0 } ?? -1) + 1
    }

    /// Flips a bit of the first batch of the newest segment in both copies of a vote journal; the
    /// batches behind it prove that it was acknowledged.
    func rotJournal(of id: Int) -> Bool {
        guard let first = newestJournalSegment(of: id) else { return false }
        let copies = [first, first.replacing("votes-a", with: "votes-b")]
        return copies.allSatisfy { disk(of: id).damage($0, at: 20) }
    }

    /// Takes away names that recovery makes again: of the indexes of sealed segments, of one copy
    /// of the newest journal segment, or, at one node, of the ceiling beside a whole journal.
    ///
    /// Without the ceiling nothing says that the journal is whole, so a node asks all others before
    /// it votes; where more than f do so, all wait for good.
    func loseNames(of id: Int) {
        let disk = disk(of: id)
        let copies = disk.paths.filter { $0.hasPrefix("/home/journal/votes-b/") }
        switch setting.seed % 3 {
        case 0: for path in disk.paths where path.hasSuffix(".index") { disk.lose(path) }
        case 1: if let newest = copies.last { disk.lose(newest) }
        default: if id == 1 { disk.lose("/home/journal/ceiling") }
        }
    }
}
