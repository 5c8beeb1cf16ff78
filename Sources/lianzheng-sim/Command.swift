import Simulation
@main
struct Command {
    static func main() {
        let a = CommandLine.arguments
        let from = UInt64(a[1]) ?? 0, to = UInt64(a[2]) ?? 0
        let views = UInt64(a[3]) ?? 20
        var bad = 0, events = 0
        for seed in from..<to {
            let r = Cluster.run(SimulationOptions(seed: seed, views: views))
            events += r.eventCount
            if !r.violations.isEmpty { bad += 1; print(seed, r.nodes, r.view, r.height, r.simulatedMs, r.violations.prefix(3)) }
        }
        print("bad", bad, "events", events)
    }
}
