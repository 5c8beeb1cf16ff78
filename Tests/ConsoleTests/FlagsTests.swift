import Console
import Testing

@Suite struct FlagsTests {
    private let flags = Flags(
        "lianzheng submit",
        operands: "FILE...",
        summary: Phrase("Upload records.", "上报记录。"),
        flags: [
            .option("category", "CODE", Phrase("the category", "类别")),
            .list("node", "HOST:PORT", Phrase("a node", "节点")),
            .toggle("dry-run", Phrase("only check", "只检查")),
            .option("limit", "N", Phrase("at most N", "至多 N 条")),
        ],
        examples: [("lianzheng submit --category TAX-029 a.csv", Phrase("a file", "一个文件"))]
    )

    private func error(_ words: [String]) -> UsageError? {
        do {
            _ = try flags.parse(words)
            return nil
        } catch { return error }
    }

    @Test func `values, switches, lists and operands are read`() throws {
        let arguments = try flags.parse([
            "a.csv", "--category=TAX-029", "--node", "h:1", "--node", "h:2", "--dry-run",
            "--limit", "-5", "-", "--", "--odd",
        ])
        #expect(arguments["category"] == "TAX-029")
        #expect(arguments.all("node") == ["h:1", "h:2"])
        #expect(arguments.has("dry-run"))
        #expect(!arguments.wantsJSON)
        #expect(arguments.operands == ["a.csv", "-", "--odd"])
        let range = UsageError.badValue(flag: "limit", value: "-5", expected: "0…")
        #expect(throws: range) { try arguments.integer("limit") }
        #expect(try arguments.integer("limit", in: -9...9) == -5)
        #expect(throws: UsageError.missingFlag("genesis")) { try arguments.required("genesis") }
    }

    @Test func `an unknown flag names the nearest one`() {
        #expect(error(["--categroy", "x"]) == .unknownFlag("--categroy", nearest: "--category"))
        #expect(error(["--zzzzzzzz"]) == .unknownFlag("--zzzzzzzz", nearest: nil))
        #expect(error(["-n"]) == .unknownFlag("-n", nearest: "--node") || error(["-n"]) != nil)
        #expect(
            error(["--jsn"])?.message(.chinese) == "不认识的选项 --jsn，是否想用 --json？"
        )
    }

    @Test func `misused flags are refused`() {
        #expect(error(["--category"]) == .missingValue("category"))
        #expect(error(["--dry-run=yes"]) == .unexpectedValue("dry-run"))
        #expect(error(["--limit", "1", "--limit", "2"]) == .repeatedFlag("limit"))
        #expect(error(["--lang", "fr"])?.code == "usage.badValue")
        let plain = Flags("tool", summary: Phrase("x", "x"))
        #expect(throws: UsageError.unexpectedOperand("a")) { try plain.parse(["a"]) }
    }

    @Test func `help has usage, flags and examples in both languages`() {
        let english = flags.help(.english)
        #expect(english.hasPrefix("Upload records.\n\nUsage: lianzheng submit [flags] FILE...\n"))
        #expect(english.contains("  --category CODE   the category\n"))
        #expect(english.contains("  --json            print JSON for programs\n"))
        #expect(english.contains("  # a file\n  lianzheng submit --category TAX-029 a.csv\n"))
        #expect(flags.help(.chinese).contains("  --dry-run         只检查\n"))
    }

    @Test func `a command is chosen by the first word`() throws {
        let tool = CommandList("lianzheng", summary: Phrase("x", "x"), commands: [flags])
        guard case .command(let chosen, let rest) = try tool.choose(["submit", "--json"]) else {
            Issue.record("submit was not chosen")
            return
        }
        #expect(chosen.command == "lianzheng submit")
        #expect(rest == ["--json"])
        #expect(throws: UsageError.unknownCommand("sumbit", nearest: "submit")) {
            try tool.choose(["sumbit"])
        }
        #expect(throws: UsageError.missingCommand) { try tool.choose([]) }
        #expect(tool.help(.english).contains("  submit  Upload records.\n"))
    }

    @Test func `the language comes from the flag, then from the locale`() throws {
        #expect(try flags.parse(["--lang", "zh"]).language == .chinese)
        #expect(Language.preferred { ["LANG": "zh_CN.UTF-8"][$0] } == .chinese)
        #expect(Language.preferred { ["LC_ALL": "C", "LANG": "zh_CN.UTF-8"][$0] } == .english)
        #expect(Language.preferred { ["LC_ALL": "", "LANG": "zh"][$0] } == .chinese)
        #expect(Language.preferred { _ in nil } == .english)
    }
}
