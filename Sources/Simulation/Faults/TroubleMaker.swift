import Storage

/// Strikes a world with the troubles of its plan, and in the end leaves it a healthy core.
struct TroubleMaker {
    private let plan: FaultPlan
    private var random: RandomStream
    /// How often it struck.
    private(set) var count = 0

    init(_ plan: FaultPlan, seed: UInt64) {
        self.plan = plan
        random = RandomStream(seed: seed, concern: 6)
    }

    /// Sets the clocks, the disks and the weather.
    mutating func prepare(_ world: World) {
        world.weather = plan.weather
        world.clients.pauseMs = plan.submissionMs
        for id in 0..<world.processCount {
            world.setSync(id, plan.syncMs)
            world.setClock(id, aheadMs: signed(plan.skewMs))
            world.setDrift(id, percent: signed(plan.driftPercent))
        }
        divideTwins(world)
    }

    /// One trouble, and the date of the next.
    mutating func strike(_ world: World) {
        guard let pauseMs = plan.troubleMs else { return }
        world.agenda.schedule(.trouble, atMs: world.nowMs + random.pick(pauseMs))
        guard !plan.troubles.isEmpty else { return }
        count += 1
        perform(plan.troubles[random.index(below: plan.troubles.count)], on: world)
    }

    private mutating func perform(_ trouble: FaultPlan.Trouble, on world: World) {
        let id = random.index(below: world.processCount)
        let other = random.index(below: world.processCount)
        let briefMs = random.pick(50...3_000)
        switch trouble {
        case .crash: crash(id, world, forMs: briefMs)
        case .diskCrash:
            world.crashDisk(id, atOperation: random.index(below: 12), survival())
            world.agenda.schedule(.start(id), atMs: world.nowMs + briefMs)
        case .blackout:
            for id in 0..<world.processCount {
                world.restart(id, survival(), afterMs: random.pick(20...500))
            }
        case .partition:
            world.partition((0..<world.processCount).filter { _ in random.chance(50) })
        case .silence: if id != other { world.silence(id, towards: other) }
        case .clog: if id != other { world.clog(id, other, untilMs: world.nowMs + 5_000) }
        case .bulkCut: if id != other { world.silence(id, towards: other, on: .bulk) }
        case .pause: world.pause(id, forMs: briefMs * 4)
        case .slowDisk: world.setSync(id, 1...briefMs)
        case .fullDisk: fill(id, world, forMs: briefMs)
        case .failedSync: failSync(id, world, afterMs: briefMs)
        case .clockStep: world.setClock(id, aheadMs: signed(plan.skewMs))
        case .bitRot: rot(id, world, afterMs: briefMs)
        case .rejoin: rejoin(world)
        case .lostJournal: loseJournal(world, afterMs: briefMs)
        case .misplacedWrite: misplaceWrite(world)
        }
    }

    /// The power goes, or the process alone; then what it had not synced may be lost later.
    private mutating func crash(_ id: Int, _ world: World, forMs: UInt64) {
        guard random.chance(plan.killPercent) else {
            return world.restart(id, survival(), afterMs: forMs)
        }
        world.kill(id)
        world.agenda.schedule(.start(id), atMs: world.nowMs + forMs)
    }

    private mutating func survival() -> CrashSurvival {
        plan.survivals[random.index(below: plan.survivals.count)]
    }

    private mutating func signed(_ bound: UInt64) -> Int64 {
        let size = Int64(bound == 0 ? 0 : random.pick(0...bound))
        return random.chance(50) ? size : -size
    }

    private func fill(_ id: Int, _ world: World, forMs: UInt64) {
        world.setFaults(id) { $0.capacity = 1 }
        world.at(world.nowMs + forMs) { $0.setFaults(id) { $0.capacity = nil } }
    }

    private func failSync(_ id: Int, _ world: World, afterMs: UInt64) {
        world.setFaults(id) { $0.failsSyncs = true }
        world.at(world.nowMs + afterMs) { world in
            world.setFaults(id) { $0.failsSyncs = false }
            world.start(id)
        }
    }

    /// One byte of one copy of the vote journal changes while the process is down.
    private mutating func rot(_ id: Int, _ world: World, afterMs: UInt64) {
        world.crash(id, .everything)
        let files = world.disk(of: id).paths.filter { $0.hasPrefix("/home/journal/votes-a/") }
        if !files.isEmpty {
            let file = files[random.index(below: files.count)]
            world.disk(of: id).damage(file, at: random.index(below: 8_192), mask: 4)
        }
        world.agenda.schedule(.start(id), atMs: world.nowMs + afterMs)
    }

    /// Both copies of the vote journal are gone when the process comes back, the ceiling as well
    /// or not.
    private mutating func loseJournal(_ world: World, afterMs: UInt64) {
        guard let id = plan.forgetful else { return }
        world.loseJournal(of: id, keepingCeiling: random.chance(30), survival())
        world.agenda.schedule(.start(id), atMs: world.nowMs + afterMs)
    }

    /// The next write of blocks lands over earlier ones, at its own place as well or not; nobody
    /// notices before somebody reads there.
    private mutating func misplaceWrite(_ world: World) {
        guard let id = plan.forgetful else { return }
        world.misplaceLedgerWrite(
            of: id,
            distance: 512 * random.pick(1...16),
            isDuplicated: random.chance(50)
        )
    }

    private mutating func rejoin(_ world: World) {
        world.healNetwork()
        world.weather = plan.weather
        divideTwins(world)
    }

    /// Each honest process hears the first half of a twin, the second, or both.
    private mutating func divideTwins(_ world: World) {
        for first in 0..<world.setting.twins {
            let second = world.district.names.count + first
            for id in 0..<world.processCount where id != first && id != second {
                let draw = random.index(below: 3)
                if draw == 0 { world.cut(first, id) }
                if draw == 1 { world.cut(second, id) }
            }
        }
    }

    /// Heals a quorum of honest validators and no more; what is left stays as broken as it is, or
    /// goes for good.
    mutating func heal(_ world: World) -> [Int] {
        var honest = world.honest.map(\.id)
        let quorum = plan.validators - (plan.validators - 1) / 3
        var outside: [Int] = []
        // Who lost its journal needs more than a quorum to vote again; whose blocks were
        // overwritten needs the others' blocks only.
        let mayForget = plan.troubles.contains(.lostJournal)
        if honest.count > quorum, let forgetful = plan.forgetful,
            mayForget || !plan.troubles.contains(.misplacedWrite),
            let place = honest.firstIndex(of: forgetful)
        {
            outside.append(honest.remove(at: place))
        }
        while honest.count > quorum {
            outside.append(honest.remove(at: random.index(below: honest.count)))
        }
        for id in outside {
            switch random.index(below: 3) {
            case 0: world.lose(id)
            case 1: for other in honest { world.silence(id, towards: other) }
            default: for other in honest { world.silence(other, towards: id) }
            }
        }
        world.weather = Weather()
        for one in honest {
            for other in honest where one < other { world.join(one, other) }
        }
        // What was overwritten is found when it is read: at the next start.
        for id in honest where world.processes[id].misplacesWrites { world.crash(id, .everything) }
        let twins = (0..<world.processCount).filter { !honest.contains($0) }
        world.healNodes(except: twins)
        return honest
    }
}
