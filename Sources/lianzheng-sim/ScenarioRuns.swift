import Console
import NodeCore
import Simulation

#if CANARIES
import Consensus
#endif

/// Plays the named scenarios and prints a line for each.
enum ScenarioRuns {
    /// Performs the runs; bad when some property was broken.
    static func perform(_ arguments: Arguments) throws(UsageError) -> ExitCode {
        let only = try arguments.integer("only", in: 1...1_000)
        let first = UInt64(try arguments.integer("seed") ?? 1)
        let count = UInt64(try arguments.integer("seeds", in: 1...1_000_000) ?? 1)
        let chosen = Scenario.all.filter { only == nil || $0.number == Int(only ?? 0) }
        guard !chosen.isEmpty else {
            let numbers = Scenario.all.map { "\($0.number)" }.joined(separator: " ")
            throw .badValue(flag: "only", value: "\(only ?? 0)", expected: numbers)
        }
        var options = NodeOptions()
        #if CANARIES
        if let name = arguments["without"] { options.mutations = [try Mutation(flag: name)] }
        #endif
        var exit = ExitCode.good
        for scenario in chosen {
            let bad = failure(of: scenario, options, seeds: first..<first + count)
            let mark = bad == nil ? "✔" : "✘"
            print("\(mark) \(scenario.number) \(scenario.name) — \(scenario.property)")
            guard let bad else { continue }
            exit = .bad
            for violation in bad.violations.prefix(3) { print("    \(violation)") }
            let without = arguments["without"].map { " --without \($0)" } ?? ""
            let flags = "--only \(scenario.number)\(without) --seed \(bad.seed)"
            print("    lianzheng-sim scenarios \(flags)")
        }
        return exit
    }

    private static func failure(
        of scenario: Scenario,
        _ options: NodeOptions,
        seeds: Range<UInt64>
    ) -> (seed: UInt64, violations: [Violation])? {
        for seed in seeds {
            let violations = scenario.run(seed, options: options)
            if !violations.isEmpty { return (seed, violations) }
        }
        return nil
    }
}
