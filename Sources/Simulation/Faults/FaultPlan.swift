import Consensus
import Storage

/// Which faults a seed brings: each seed draws its own mix, once (swarm testing).
struct FaultPlan: Sendable {
    /// What may befall the network, a process or a disk, at intervals.
    enum Trouble: Int, Sendable, CaseIterable {
        case crash, diskCrash, blackout, partition, silence, clog, bulkCut, pause
        case slowDisk, fullDisk, failedSync, clockStep, bitRot, rejoin
        case lostJournal
        case misplacedWrite

        /// The kinds that each seed has or has not by the flip of a coin.
        static let common = allCases.filter { $0 != .misplacedWrite }
    }

    /// The number of validators, n.
    let validators: Int
    /// How many validators have a twin: two processes with one key, each with its own home.
    let twins: Int
    /// The validator whose disk may do what its node cannot make up for alone: lose the whole vote
    /// journal, or write blocks to a wrong place; nil when Byzantine ones are all that the others
    /// can do without.
    let forgetful: Int?
    /// What the network does to every frame.
    let weather: Weather
    /// The time a batch takes to become durable, milliseconds.
    let syncMs: ClosedRange<UInt64>
    /// The time between two submissions, milliseconds.
    let submissionMs: ClosedRange<UInt64>
    /// The time between two troubles, milliseconds; nil for none.
    let troubleMs: ClosedRange<UInt64>?
    /// The kinds of trouble of this seed.
    let troubles: [Trouble]
    /// What crashes leave of the writes that were not synced.
    let survivals: [CrashSurvival]
    /// How far wall clocks may be apart, milliseconds.
    let skewMs: UInt64
    /// How much monotonic clocks may run fast or slow, percent.
    let driftPercent: UInt64
    /// How many nullifications a proposal carries; few of them make voters ask for the others.
    let nullificationsPerProposal: Int
    /// Whether votes are signed by OpenSSL.
    let usesRealKeys: Bool
    /// How many crashes of single processes leave the machine on, in percent.
    let killPercent: UInt64

    /// Draws the faults of a seed.
    init(seed: UInt64, nodes: Int?) {
        var random = RandomStream(seed: seed, concern: 1)
        let sizes = [4, 4, 4, 5, 6, 7]
        // Drawn in any case: the same seed brings the same faults with and without a given size.
        let drawn = sizes[random.index(below: sizes.count)]
        validators = nodes ?? drawn
        let faults = (validators - 1) / 3
        twins = random.chance(35) ? faults : 0
        let victim = random.index(below: validators)
        forgetful = twins < faults && victim >= twins ? victim : nil
        weather = Self.weather(&random)
        let sync = random.pick(1...4)
        syncMs = sync...sync + (random.chance(80) ? 2 : random.pick(20...300))
        submissionMs = random.chance(70) ? 20...200 : 300...1_500
        troubleMs = random.chance(15) ? nil : 150...random.pick(400...4_000)
        var troubles = Trouble.common.filter { _ in random.chance(50) }
        let left = CrashSurvival.allCases.filter { _ in random.chance(60) }
        survivals = left.isEmpty ? [.nothing] : left
        skewMs = random.chance(70) ? 0 : random.pick(1...4_000)
        driftPercent = random.chance(80) ? 0 : random.pick(1...10)
        nullificationsPerProposal =
            random.chance(50) ? BlockProposal.maximumNullifications : random.index(below: 2)
        usesRealKeys = seed % 100 == 99
        killPercent = random.chance(50) ? 0 : random.pick(20...80)
        // Where disks lie, some also write to wrong places. Drawn last: other seeds stay as they
        // are.
        if troubles.contains(.bitRot), forgetful != nil, random.chance(40) {
            troubles.append(.misplacedWrite)
        }
        self.troubles = troubles
    }

    private static func weather(_ random: inout RandomStream) -> Weather {
        var weather = Weather()
        weather.lossPercent = random.chance(50) ? 0 : random.pick(1...30)
        weather.duplicatePercent = random.chance(50) ? 0 : random.pick(1...30)
        weather.replayPercent = random.chance(60) ? 0 : random.pick(1...20)
        let least = random.pick(1...10)
        weather.delayMs = least...least + (random.chance(60) ? 5 : random.pick(10...400))
        return weather
    }
}
