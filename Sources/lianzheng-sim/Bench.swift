import Console
import Simulation

/// Measures how fast seeds run here.
enum Bench {
    /// Runs seeds one after the other and prints the rates.
    static func measure(_ arguments: Arguments) throws(UsageError) {
        let count = UInt64(try arguments.integer("seeds", in: 1...1_000_000) ?? 100)
        let clock = ContinuousClock()
        var events = 0
        let elapsed = clock.measure {
            for seed in 0..<count {
                events += Swarm.run(SimulationOptions(seed: seed, nodes: 4)).eventCount
            }
        }
        let seconds =
            Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) / 1e18
        let seedRate = Int(3_600 * Double(count) / seconds)
        let eventRate = Int(Double(events) / seconds)
        if arguments.wantsJSON {
            print(
                #"{"seeds":\#(count),"seedsPerHour":\#(seedRate),"#
                    + #""eventsPerSecond":\#(eventRate)}"#
            )
            return
        }
        print(
            Phrase(
                "\(count) seeds of 4 nodes and 60 views: \(seedRate) seeds an hour on one core, "
                    + "\(eventRate) events/s",
                "\(count) 个种子（4 个节点、60 个视图）：单核每小时 \(seedRate) 个种子，每秒 \(eventRate) 个事件"
            ).text(arguments.language)
        )
    }
}
