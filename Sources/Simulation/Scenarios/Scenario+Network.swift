extension Scenario {
    /// Scenarios 1 to 10: the network.
    static let network: [Scenario] = [
        Scenario(1, "random loss of up to 30 %", shows: "G1, and L1 after healing") { world in
            world.weather.lossPercent = world.setting.seed % 31
            world.begin()
            world.run(untilMs: 20_000)
            world.expectRecovery()
        },
        Scenario(2, "any earlier message arrives again", shows: "S1, no double counting") { world in
            world.weather.duplicatePercent = 40
            world.weather.replayPercent = 50
            world.begin()
            world.run(untilMs: 10_000)
            world.expect(world.recordedCount > 0, "replayed messages stop the chain")
            world.expectRecovery()
        },
        Scenario(3, "messages arrive in any order", shows: "L2") { world in
            world.weather.delayMs = 1...400
            world.begin()
            world.expectProgress([0, 1, 2, 3])
        },
        Scenario(4, "the network splits in halves", shows: "G1, L1, no finality in a minority") {
            world in
            world.begin()
            world.run(untilMs: 1_000)
            world.partition([0, 1])
            world.run(untilMs: 1_500)
            let height = world.height
            world.run(untilMs: 20_000)
            world.expect(world.height == height, "a half made a block final")
            world.expectRecovery()
        },
        Scenario(5, "one is heard and hears nobody, or the reverse", shows: "L1, L6") { world in
            world.begin()
            let isDeaf = world.setting.seed % 2 == 0
            for other in 1...3 {
                world.silence(isDeaf ? other : 0, towards: isDeaf ? 0 : other)
            }
            world.expectProgress([1, 2, 3])
            world.expectRecovery()
        },
        Scenario(6, "one link is clogged for five seconds", shows: "L1") { world in
            world.begin()
            world.at(500) { $0.clog(0, 1, untilMs: 5_500) }
            world.slow(2, towards: 3, by: 200...900)
            world.expectProgress([0, 1, 2, 3])
        },
        Scenario(7, "blocks of one are lost while its votes arrive", shows: "L1, S11") { world in
            world.begin()
            for other in 1...3 { world.silence(0, towards: other, on: .bulk) }
            world.expectProgress([1, 2, 3])
            world.expect(world.agenda.count < 2_000, "messages pile up")
        },
        Scenario(8, "proofs reach one node only, which then goes", shows: "L1") { world in
            world.begin()
            world.run(untilMs: 600)
            world.intercept = { frame in
                frame.kind == .proof || frame.kind == .vote
                    ? (frame.receiver == 1 ? [frame] : []) : [frame]
            }
            world.run(untilMs: 2_000)
            world.lose(1)
            world.healNetwork()
            world.expectProgress([0, 2, 3])
        },
        Scenario(9, "half hold a notarization, half a nullification", shows: "L1") { world in
            world.begin()
            world.intercept = { frame in
                guard frame.kind == .vote || frame.kind == .proof else { return [frame] }
                return (frame.sender < 2) == (frame.receiver < 2) || frame.sender == 3
                    ? [frame] : []
            }
            world.run(untilMs: 8_000)
            world.expectRecovery()
        },
        Scenario(10, "connections break and come back all the time", shows: "L6") { world in
            world.begin()
            for beat in UInt64(1)...100 {
                let (one, other) = (Int(beat % 4), Int(beat / 4 % 4))
                guard one != other else { continue }
                world.at(beat * 80) { $0.cut(one, other) }
                world.at(beat * 80 + 60) { $0.join(one, other) }
            }
            world.run(untilMs: 9_000)
            world.expect(world.agenda.count < 4_000, "messages pile up")
            world.expectRecovery()
        },
    ]
}
