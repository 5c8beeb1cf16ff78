extension Scenario {
    /// Scenario 44: whom one asks for blocks.
    static let catchUp: [Scenario] = [
        Scenario(
            44,
            "who is asked for blocks sends useless, endless and broken ones",
            shows: "L4, S11",
            in: WorldSetting(seed: 0, observers: 1, statements: 96)
        ) { world in
            world.corrupt(0)
            world.clients.pauseMs = 20...60
            world.begin()
            world.run(untilMs: 300)
            world.partition([4])
            world.run(untilMs: 5_000)
            let behind = world.height(of: 4) ?? 0
            world.expect(world.height > behind + 20, "it is not far enough behind")
            let server = LyingServer(0, to: 4, in: world)
            world.intercept = { server.intercept($0) }
            for id in 0..<4 { world.join(id, 4) }
            // At first only the liar's blocks come through.
            for id in 1...3 { world.silence(id, towards: 4, on: .bulk) }
            for number in 0..<60 {
                world.at(world.nowMs + UInt64(number) * 130) { _ in server.send(number) }
            }
            world.run(untilMs: world.nowMs + 8_000)
            for id in 1...3 { world.join(id, 4) }
            world.expectProgress([1, 2, 3, 4])
            world.expect(server.answerCount > 0, "nobody asked the liar")
        }
    ]
}
