import JSON

/// Replays the traces of all nodes of a run and checks every vote against the voting rules.
///
/// It shares no code with the engine: what the engine believes about itself proves nothing here.
/// Spec: <doc:TraceChecking>.
package struct TraceChecker {
    private var judges: [String: NodeJudge] = [:]
    private var torn: [String: Finding] = [:]
    private var names: [String] = []
    private var network = Network()
    private var report = TraceReport()

    /// A checker that has read nothing.
    package init() {}

    /// Reads the next line of one trace; lines of different traces may alternate.
    package mutating func read(_ line: String, of trace: String) {
        // Out of the table while it judges, or each change of what it remembers would copy that.
        var judge = judges.removeValue(forKey: trace) ?? newJudge(of: trace)
        judge.line += 1
        defer { judges[trace] = judge }
        let event: TraceEvent
        do throws(JSONError) { event = try TraceEvent(line) } catch {
            noteTorn(trace)
            torn[trace] = Finding(
                node: trace,
                line: judge.line,
                rule: .readable,
                detail: error.english
            )
            return
        }
        let beginning: Beginning? = if case .began(let began) = event { began } else { nil }
        if beginning?.isLife == true {
            report.lifeCount += 1
            torn[trace] = nil
        } else {
            noteTorn(trace)
        }
        guard judge.hasBegun || beginning != nil else {
            report.skippedCount += 1
            judge.isWhole = false
            return
        }
        report.lineCount += 1
        if case .cast = event { report.voteCount += 1 }
        judge.judge(event, &network)
    }

    private mutating func newJudge(of trace: String) -> NodeJudge {
        names.append(trace)
        return NodeJudge(trace)
    }

    /// A line that cannot be read is a torn one only where a life ends.
    private mutating func noteTorn(_ trace: String) {
        guard let finding = torn.removeValue(forKey: trace) else { return }
        report.findings.append(finding)
    }

    /// Answers what was found once all lines are read.
    package mutating func finish() -> TraceReport {
        network.finish { judges[$0]?.isWhole == true }
        for name in names { report.findings += judges[name]?.findings ?? [] }
        report.findings += network.findings
        report.epochCount = network.epochCount
        report.height = network.height
        return report
    }
}
