import Console
import Simulation

/// Measures how fast seeds run here.
enum Bench {
    /// Runs seeds one after the other and prints the rates.
    static func measure(_ arguments: Arguments) throws(UsageError) {
        let count = UInt64(try arguments.integer("seeds", in: 1...1_000_000) ?? 200)
        let clock = ContinuousClock()
        var events = 0
        let elapsed = clock.measure {
            for seed in 0..<count {
                events += Cluster.run(SimulationOptions(seed: seed, views: 60)).eventCount
            }
        }
        let seconds =
            Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) / 1e18
        let seedRate = Int(Double(count) / seconds)
        let eventRate = Int(Double(events) / seconds)
        if arguments.wantsJSON {
            print(
                #"{"seeds":\#(count),"seedsPerSecond":\#(seedRate),"#
                    + #""eventsPerSecond":\#(eventRate)}"#
            )
            return
        }
        print(
            Phrase(
                "\(count) seeds: \(seedRate) seeds/s, \(eventRate) events/s",
                "\(count) 个种子：每秒 \(seedRate) 个种子、\(eventRate) 个事件"
            ).text(arguments.language)
        )
    }
}
