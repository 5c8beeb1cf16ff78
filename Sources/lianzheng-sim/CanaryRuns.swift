import Consensus
import Console
import JSON
import Simulation

/// Shows that the simulator notices every broken rule.
enum CanaryRuns {
    static let flags = Flags(
        "lianzheng-sim canaries",
        summary: Phrase(
            "Break one rule after the other and see that each is noticed.",
            "逐条破坏规则，检验每一条都能被发现。"
        ),
        flags: [
            .option("only", "RULE", Phrase("one rule (default: all)", "只试一条规则（默认全部）")),
            .option("budget", "S", Phrase("seconds a rule (default 60)", "每条规则的秒数（默认 60）")),
            .option("seed", "N", Phrase("the first seed (default 0)", "起始种子（默认 0）")),
        ],
        examples: [
            (
                "scripts/canaries --budget 20",
                Phrase("build with the switches, and run", "编译带开关的版本并运行")
            )
        ]
    )

    /// Searches for each canary; bad when one is missed within its budget.
    static func perform(_ arguments: Arguments) throws(UsageError) -> ExitCode {
        guard Mutation.isPossible else {
            let refusal = Phrase(
                "this build cannot switch rules off; use scripts/canaries",
                "此版本不含规则开关；请使用 scripts/canaries"
            )
            StandardStream.error.write("lianzheng-sim: \(refusal.text(arguments.language))\n")
            return .bad
        }
        let canaries = try chosen(arguments["only"])
        let budget = try arguments.integer("budget", in: 1...100_000) ?? 60
        let seed = UInt64(try arguments.integer("seed") ?? 0)
        var missed = 0
        for canary in canaries {
            let clock = ContinuousClock()
            let start = clock.now
            let outcome = canary.search(from: seed) { _ in
                clock.now - start < .seconds(budget)
            }
            if outcome.found == nil { missed += 1 }
            show(canary, outcome, took: clock.now - start, arguments)
        }
        if !arguments.wantsJSON {
            let summary = Phrase(
                "\(canaries.count) rules broken, \(missed) not noticed",
                "破坏 \(canaries.count) 条规则，\(missed) 条未被发现"
            )
            print(summary.text(arguments.language))
        }
        return missed == 0 ? .good : .bad
    }

    private static func chosen(_ name: String?) throws(UsageError) -> [Canary] {
        guard let name else { return Canary.all }
        let chosen = Canary.all.filter { $0.mutation.rawValue == name }
        guard chosen.isEmpty else { return chosen }
        let names = Canary.all.map(\.mutation.rawValue).joined(separator: ", ")
        throw .badValue(flag: "only", value: name, expected: names)
    }

    /// One line a canary: the rule, the seeds it took, the time, the checker, and how to repeat it.
    private static func show(
        _ canary: Canary,
        _ outcome: Canary.Outcome,
        took duration: Duration,
        _ arguments: Arguments
    ) {
        let milliseconds =
            duration.components.seconds * 1_000 + duration.components.attoseconds
            / 1_000_000_000_000_000
        let property = outcome.found?.violation.property
        let name = canary.mutation.rawValue
        if arguments.wantsJSON {
            let members = [
                JSONMember("mutation", .string(name)),
                JSONMember("found", .boolean(outcome.found != nil)),
                JSONMember("seeds", .integer(Int(outcome.seeds))),
                JSONMember("milliseconds", .integer(Int(milliseconds))),
                JSONMember("property", property.map { .string($0) } ?? .null),
                JSONMember("seed", outcome.found.map { .integer(Int($0.seed)) } ?? .null),
            ]
            return print(JSONText.compact(.object(members)))
        }
        let padding = String(repeating: " ", count: max(1, 26 - name.count))
        let effort = Phrase(
            "\(outcome.seeds) seeds, \(milliseconds) ms",
            "\(outcome.seeds) 个种子，\(milliseconds) 毫秒"
        ).text(arguments.language)
        guard let found = outcome.found, let property else {
            let verdict = Phrase("NOT NOTICED", "未被发现").text(arguments.language)
            return print("✘ \(name)\(padding)\(effort): \(verdict)")
        }
        print("✔ \(name)\(padding)\(effort): \(property)")
        print("    lianzheng-sim \(canary.command) \(found.seed)")
    }
}
