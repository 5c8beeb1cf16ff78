import Console
import Simulation

/// Runs simulated networks of replicas from seeds.
@main
struct Command {
    private static let without = Flag.option(
        "without",
        "RULE",
        Phrase("switch a rule off (test builds)", "关闭一条规则（测试版）")
    )
    static let run = Flags(
        "lianzheng-sim run",
        summary: Phrase(
            "Simulate networks with faults and check every property.",
            "模拟带故障的网络并检查全部性质。"
        ),
        flags: [
            .option("seed", "N", Phrase("the first seed (default 0)", "起始种子（默认 0）")),
            .option("seeds", "N", Phrase("how many seeds (default 1)", "种子个数（默认 1）")),
            .option("nodes", "N", Phrase("validators (default: by seed)", "验证节点数（默认由种子决定）")),
            .option("views", "N", Phrase("views with faults (default 60)", "带故障的视图数（默认 60）")),
            .option(
                "budget",
                "SECONDS",
                Phrase("as many seeds as fit this time", "在给定时间内能跑多少种子就跑多少")
            ),
            without,
        ],
        examples: [
            (
                "lianzheng-sim run --seed 7 --nodes 4 --views 60",
                Phrase("repeat one run exactly", "精确重现一次运行")
            ),
            (
                "lianzheng-sim run --seeds 1000",
                Phrase("look for a seed that breaks something", "寻找破坏性质的种子")
            ),
        ]
    )
    static let bench = Flags(
        "lianzheng-sim bench",
        summary: Phrase("Measure how fast seeds run.", "测量种子的运行速度。"),
        flags: [.option("seeds", "N", Phrase("how many (default 100)", "个数（默认 100）"))],
        examples: [("lianzheng-sim bench", Phrase("seeds and events a second", "每秒种子数与事件数"))]
    )
    static let scenarios = Flags(
        "lianzheng-sim scenarios",
        summary: Phrase("Play the named scenarios.", "逐个演练具名场景。"),
        flags: [
            .option("only", "N", Phrase("this one", "只演练这一个")),
            .option("seed", "N", Phrase("the seed (default 1)", "种子（默认 1）")),
            .option("seeds", "N", Phrase("how many seeds each (default 1)", "每个场景的种子数（默认 1）")),
            without,
        ],
        examples: [
            (
                "lianzheng-sim scenarios --only 4 --seeds 20",
                Phrase("one scenario, twenty times", "将一个场景演练二十次")
            )
        ]
    )
    static let commands = CommandList(
        "lianzheng-sim",
        summary: Phrase("Simulate the consensus from seeds.", "按种子模拟共识。"),
        commands: [run, scenarios, bench, CanaryRuns.flags, TraceCheck.flags]
    )

    static func main() {
        do {
            switch try commands.choose(Array(CommandLine.arguments.dropFirst())) {
            case .help: print(commands.help(.ofEnvironment), terminator: "")
            case .command(let flags, let words):
                let arguments = try flags.parse(words)
                if arguments.wantsHelp {
                    print(flags.help(arguments.language), terminator: "")
                } else if flags.command == bench.command {
                    try Bench.measure(arguments)
                } else if flags.command == CanaryRuns.flags.command {
                    try CanaryRuns.perform(arguments).exit()
                } else if flags.command == TraceCheck.flags.command {
                    try TraceCheck.perform(arguments).exit()
                } else if flags.command == scenarios.command {
                    try ScenarioRuns.perform(arguments).exit()
                } else {
                    try SeedRuns.perform(arguments).exit()
                }
            }
        } catch {
            StandardStream.error.write(error.message(.ofEnvironment) + "\n")
            ExitCode.usage.exit()
        }
    }
}
