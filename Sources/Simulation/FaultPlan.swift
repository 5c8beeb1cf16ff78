import Consensus

/// Which faults a seed brings, drawn once and then fixed.
struct FaultPlan: Sendable {
    /// The share of messages lost, in percent.
    let lossPercent: UInt64
    /// The share of messages delivered twice, in percent.
    let duplicatePercent: UInt64
    /// The delay of a message, in milliseconds; the spread reorders.
    let delayMs: ClosedRange<UInt64>
    /// The time an fsync takes, in milliseconds.
    let syncMs: ClosedRange<UInt64>
    /// The time between two submissions, in milliseconds.
    let submissionMs: ClosedRange<UInt64>
    /// The time between two crashes or partitions, in milliseconds; nil for none.
    let troubleMs: ClosedRange<UInt64>?
    /// Whether all nodes may lose power at once.
    let hasBlackouts: Bool
    /// How many validators have a twin: two processes with one key, each with its own journal.
    let twinCount: Int
    /// How many validators stay down when all else heals.
    let lostCount: Int
    /// How many nullifications a proposal carries; few of them make voters ask for the others.
    let nullificationsPerProposal: Int

    /// Draws the faults for `count` validators of which `faults` may fail.
    init(seed: UInt64, count: Int, faults: Int) {
        var random = RandomStream(seed: seed, concern: 1)
        lossPercent = random.chance(50) ? 0 : random.pick(1...20)
        duplicatePercent = random.chance(50) ? 0 : random.pick(1...20)
        let least = random.pick(1...10)
        delayMs = least...least + (random.chance(50) ? 5 : random.pick(10...400))
        let sync = random.pick(1...5)
        syncMs = sync...sync + (random.chance(80) ? 2 : random.pick(20...300))
        submissionMs = random.chance(70) ? 20...200 : 500...4_000
        troubleMs = random.chance(25) ? nil : 200...random.pick(500...4_000)
        hasBlackouts = random.chance(30)
        twinCount = random.chance(40) ? min(faults, Int(random.pick(1...2))) : 0
        lostCount = random.chance(40) ? Int(random.pick(0...UInt64(faults - twinCount))) : 0
        nullificationsPerProposal =
            random.chance(50) ? BlockProposal.maximumNullifications : random.index(below: 2)
    }
}
