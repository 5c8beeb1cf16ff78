import Console
import Simulation

#if CANARIES
import Consensus
#endif

/// Runs a range of seeds and prints one line for each that broke a property.
enum SeedRuns {
    /// Performs the runs; the last line of the output is the event-log hash.
    static func perform(_ arguments: Arguments) throws(UsageError) -> ExitCode {
        let first = UInt64(try arguments.integer("seed") ?? 0)
        let count = UInt64(try arguments.integer("seeds", in: 1...10_000_000) ?? 1)
        var options = SimulationOptions(seed: first)
        options.nodes = try arguments.integer("nodes", in: 1...100).map { Int($0) }
        options.views = UInt64(try arguments.integer("views", in: 1...1_000_000) ?? 60)
        #if CANARIES
        if let name = arguments["without"] { options.mutations = [try Mutation(flag: name)] }
        #endif
        let budget = try arguments.integer("budget", in: 1...1_000_000)
        let clock = ContinuousClock()
        let end = budget.map { clock.now.advanced(by: .seconds($0)) }
        var combined: UInt64 = 0
        var broken = 0
        var (run, faults) = (UInt64(0), 0)
        while end.map({ clock.now < $0 }) ?? (run < count) {
            options.seed = first + run
            run += 1
            let report = Swarm.run(options)
            combined = combined &* 31 ^ report.eventLogHash
            faults += report.faults
            let isRepeated = isRepeatable(report, options)
            if !report.violations.isEmpty || !isRepeated { broken += 1 }
            if count == 1 && budget == nil || !report.violations.isEmpty {
                show(report, language: arguments.language, isJSON: arguments.wantsJSON)
                if !report.violations.isEmpty, !arguments.wantsJSON {
                    print("  " + repetition(options, without: arguments["without"]))
                }
            }
            if !isRepeated { print(notRepeated(options.seed).text(arguments.language)) }
        }
        if run > 1 {
            let summary = Phrase(
                "\(run) seeds, \(faults) faults, \(broken) broken",
                "\(run) 个种子，\(faults) 次故障，\(broken) 个违反性质"
            )
            print(summary.text(arguments.language))
        }
        print(hexadecimal(combined))
        return broken == 0 ? .good : .bad
    }

    /// One seed of a hundred runs twice; equal seeds are equal runs.
    private static func isRepeatable(
        _ report: SimulationReport,
        _ options: SimulationOptions
    ) -> Bool {
        guard options.seed % 100 == 42 else { return true }
        return Swarm.isRepeatable(report, options)
    }

    private static func notRepeated(_ seed: UInt64) -> Phrase {
        Phrase("seed \(seed): two runs differ", "种子 \(seed)：两次运行不一致")
    }

    private static func show(_ report: SimulationReport, language: Language, isJSON: Bool) {
        if isJSON {
            print(
                #"{"seed":\#(report.seed),"nodes":\#(report.nodes),"view":\#(report.view),"#
                    + #""height":\#(report.height),"statements":\#(report.statements),"#
                    + #""simulatedMs":\#(report.simulatedMs),"events":\#(report.eventCount),"#
                    + #""violations":\#(report.violations.count)}"#
            )
            return
        }
        let line = Phrase(
            "seed \(report.seed): \(report.nodes) nodes, view \(report.view), "
                + "height \(report.height), \(report.statements) statements, "
                + "\(report.simulatedMs) ms simulated, \(report.eventCount) events",
            "种子 \(report.seed)：\(report.nodes) 个节点，视图 \(report.view)，"
                + "高度 \(report.height)，\(report.statements) 条声明，"
                + "模拟 \(report.simulatedMs) 毫秒，\(report.eventCount) 个事件"
        )
        print(line.text(language))
        for violation in report.violations.prefix(5) { print("  \(violation)") }
    }

    /// The command that repeats a run.
    private static func repetition(_ options: SimulationOptions, without: String?) -> String {
        var words = ["lianzheng-sim run --seed \(options.seed)"]
        if let nodes = options.nodes { words.append("--nodes \(nodes)") }
        if options.views != 60 { words.append("--views \(options.views)") }
        if let without { words.append("--without \(without)") }
        return words.joined(separator: " ")
    }

    private static func hexadecimal(_ hash: UInt64) -> String {
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
