import Evidence
import FoundationEssentials

let genesis = try Data(contentsOf: URL(filePath: CommandLine.arguments[1]))
let file = try Data(contentsOf: URL(filePath: CommandLine.arguments[2]))
let now = UInt64(Date().timeIntervalSince1970 * 1_000)

let verifier = try Verifier(genesis: [UInt8](genesis))
let verdict = verifier.verify([UInt8](file), policy: VerificationPolicy(nowMs: now))

print(verdict.conclusion.english, verdict.reason?.english ?? "")
for check in verdict.checks { print(check.isPassed ? "✔" : "✘", check.name.english, check.english) }
