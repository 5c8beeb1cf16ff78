import Client
import Console
import NodeCore
import Testing

/// Four validators and an observer, told from outside; each test makes one of them ill.
@Suite struct DiagnosisTests {
    private static let nowMs: UInt64 = 1_780_000_000_000
    private static let chain = "c0ffee"
    private static let validators = ["tax", "amr", "fin", "bank"]

    /// What the nodes answer, in order; nil for one that does not.
    private var answers: [(node: String, answer: NodeAnswer?)]
    private var silence = Observation.Silence(reason: Phrase("refused", "拒绝连接"))
    /// How far the clock of whoever asks is ahead of the nodes'.
    private var ownAheadMs: UInt64 = 0

    init() {
        answers = (Self.validators + ["audit"]).map { ($0, Self.answer(of: $0)) }
    }

    /// A node at height 9 whose tip is three seconds old.
    private static func answer(of name: String) -> NodeAnswer {
        var answer = NodeAnswer(
            chain: chain,
            height: 9,
            recentBlocks: ["b9", "b8", "b7"],
            tipTimeMs: nowMs - 3_000,
            epoch: 0,
            view: 12
        )
        answer.nowMs = nowMs
        answer.leader = "tax"
        answer.abstains = validators.contains(name) ? nil : .observer
        answer.voters = validators.map {
            NodeAnswer.Voter(name: $0, heardAgoMs: $0 == name ? nil : 300)
        }
        answer.peersUp = (validators + ["audit"]).filter { $0 != name }
        return answer
    }

    private mutating func change(_ names: String..., by change: (inout NodeAnswer) -> Void) {
        for index in answers.indices where names.contains(answers[index].node) {
            if var answer = answers[index].answer {
                change(&answer)
                answers[index].answer = answer
            }
        }
    }

    /// Ends nodes: they do not answer, and the others have not heard them since.
    private mutating func end(_ names: String..., agoMs: UInt64 = 45_000) {
        answers = answers.map { node, answer in
            guard !names.contains(node), var answer else { return (node, nil) }
            answer.peersUp.removeAll(where: names.contains)
            answer.voters = answer.voters.map { voter in
                guard names.contains(voter.name) else { return voter }
                return NodeAnswer.Voter(name: voter.name, heardAgoMs: agoMs)
            }
            return (node, answer)
        }
    }

    private var diagnosis: Diagnosis {
        let observations = answers.map { node, answer in
            let outcome = answer.map { answer -> Observation.Outcome in
                let asked = Self.nowMs + ownAheadMs - 10
                return .answered(
                    Observation.Reply(answer: answer, askedMs: asked, answeredMs: asked + 20)
                )
            }
            return Observation(node: node, outcome: outcome ?? .silent(silence))
        }
        return Diagnosis(of: observations, chain: Self.chain)
    }

    private func expect(_ codes: [String], _ exitCode: ExitCode, line: Int = #line) {
        let location = SourceLocation(
            fileID: #fileID,
            filePath: #filePath,
            line: line,
            column: 1
        )
        #expect(diagnosis.findings.map(\.code) == codes, sourceLocation: location)
        #expect(diagnosis.exitCode == exitCode, sourceLocation: location)
    }

    /// What people read about the first finding with this code.
    private func words(_ code: String) throws -> String {
        let finding = try #require(diagnosis.findings.first { $0.code == code })
        let explanation = finding.explanation
        let phrases = [explanation.what, explanation.why, explanation.advice].compactMap(\.self)
        #expect(phrases.allSatisfy { !$0.english.isEmpty && !$0.chinese.isEmpty })
        return phrases.map(\.english).joined(separator: "\n")
    }

    // MARK: - The chain

    @Test func `a chain on which all is well is said to be well`() throws {
        expect(["doctor.running"], .good)
        #expect(try words("doctor.running").contains("block 9, 3 s ago"))
        #expect(diagnosis.quorum?.voting == Self.validators)
    }

    @Test mutating func `an idle chain is well until two heartbeats went by`() {
        change("tax", "amr", "fin", "bank", "audit") { $0.tipTimeMs = Self.nowMs - 60_000 }
        expect(["doctor.running"], .good)
        change("tax", "amr", "fin", "bank", "audit") { $0.tipTimeMs = Self.nowMs - 71_000 }
        expect(["doctor.stalled"], .bad)
        // After a long pause of all nodes the first block takes its time.
        change("tax", "amr", "fin", "bank", "audit") { $0.upMs = 69_000 }
        expect(["doctor.running"], .good)
    }

    @Test mutating func `what waits for twenty seconds shows that the chain stands`() throws {
        change("tax", "amr", "fin", "bank", "audit") { $0.tipTimeMs = Self.nowMs - 21_000 }
        expect(["doctor.running"], .good)
        change("fin") { $0.waiting = 1 }
        change("tax") { $0.voters[1].votes = ["notarize"] }
        expect(["doctor.stalled"], .bad)
        #expect(try words("doctor.stalled").contains("amr: notarize, fin: –"))
    }

    @Test mutating func `one of four missing leaves no spare`() throws {
        end("bank")
        expect(["doctor.weakened", "doctor.silent", "doctor.running"], .bad)
        let words = try words("doctor.weakened")
        #expect(words.contains("bank (down or cut off, not heard for 45 s)"))
        #expect(words.contains("when one more fails, the chain stands"))
    }

    @Test mutating func `two of four missing are a lost quorum, with its arithmetic`() throws {
        end("fin", "bank")
        expect(["doctor.quorumLost", "doctor.silent", "doctor.silent"], .bad)
        let words = try words("doctor.quorumLost")
        #expect(words.contains("n = 4 validators, of which f = ⌊(n − 1) / 3⌋ = 1 may fail"))
        #expect(words.contains("q = n − f = 3 votes decide; 2 vote now"))
        #expect(words.contains("fin (down or cut off, not heard for 45 s)"))
        #expect(words.contains("bring back 1 of the missing"))
    }

    @Test mutating func `whom the others hear is only out of reach from here`() throws {
        end("fin", "bank", agoMs: 900)
        expect(["doctor.silent", "doctor.silent", "doctor.running"], .bad)
        #expect(try words("doctor.silent").contains("check its client port"))
        #expect(diagnosis.quorum?.isReached == true)
    }

    @Test mutating func `nobody who answers is no diagnosis`() {
        end("tax", "amr", "fin", "bank", "audit")
        #expect(diagnosis.findings.map(\.code).prefix(2) == ["doctor.noAnswer", "doctor.silent"])
        #expect(diagnosis.exitCode == .cannotTell)
        #expect(diagnosis.quorum == nil)
    }

    @Test mutating func `views given up in a row name their leaders`() throws {
        change("amr") { answer in
            answer.skippedViews = 3
            answer.skippedLeaders = ["bank", "fin", "bank"]
        }
        expect(["doctor.skippingViews", "doctor.running"], .bad)
        #expect(try words("doctor.skippingViews").contains("bank ×2, fin ×1"))
        change("amr") { $0.skippedViews = 2 }
        expect(["doctor.running"], .good)
    }

    // MARK: - One history

    @Test mutating func `a node of another chain is named and not counted`() throws {
        change("bank") { answer in
            answer.chain = "decade"
            answer.height = 900
        }
        change("tax", "amr", "fin", "audit") { $0.voters[3].heardAgoMs = 60_000 }
        expect(["doctor.otherChain", "doctor.weakened", "doctor.running"], .bad)
        #expect(try words("doctor.otherChain").contains("makes chain decade…, yours c0ffee…"))
        #expect(diagnosis.progress?.height == 9)
    }

    @Test mutating func `two blocks at one height are an alarm, also below the tips`() throws {
        change("bank") { answer in
            answer.height = 8
            answer.recentBlocks = ["x8", "b7"]
        }
        expect(["doctor.fork", "doctor.running"], .bad)
        let words = try words("doctor.fork")
        #expect(words.contains("height 8"))
        #expect(words.contains("b8… (tax, amr, fin, audit); x8… (bank)"))
        change("bank") { $0.recentBlocks = ["b8", "b7"] }
        expect(["doctor.running"], .good)
    }

    // MARK: - Nodes

    @Test(arguments: Abstention.allCases.filter { ![.diskFull, .halted].contains($0) })
    mutating func `a validator that answers and does not vote says why`(
        reason: Abstention
    ) throws {
        change("fin") { $0.abstains = reason }
        change("bank") { $0.abstains = reason }
        #expect(diagnosis.quorum?.missing.map(\.name) == ["fin", "bank"])
        #expect(diagnosis.findings.first?.code == "doctor.quorumLost")
        guard reason != .observer else { return }
        let code = "doctor.\(reason.rawValue)"
        #expect(diagnosis.findings.count { $0.code == code } == 2)
        #expect(try words(code).hasPrefix("fin answers and does not vote"))
    }

    @Test mutating func `who lost the journal says how many have answered`() throws {
        change("amr") { answer in
            answer.abstains = .recovering
            answer.recovery = NodeAnswer.Recovery(answers: 2, needed: 3)
        }
        expect(["doctor.weakened", "doctor.recovering", "doctor.running"], .bad)
        #expect(try words("doctor.recovering").contains("2 of 3 have answered it"))
    }

    @Test mutating func `a full disk is shown with the room that is left`() throws {
        change("amr") { answer in
            answer.abstains = .diskFull
            answer.room = NodeAnswer.Room(free: 255 << 20, reserve: 256 << 20)
        }
        expect(["doctor.weakened", "doctor.diskFull", "doctor.running"], .bad)
        #expect(try words("doctor.diskFull").contains("255 MiB free, 256 MiB are kept back"))
    }

    @Test mutating func `a halted node says why it halted`() throws {
        change("amr") { answer in
            answer.abstains = .halted
            answer.halt = NodeAnswer.Halt(
                code: "consensus.forgottenVote",
                reason: Phrase("it forgot", "它忘了")
            )
        }
        expect(["doctor.halted", "doctor.weakened", "doctor.running"], .bad)
        #expect(try words("doctor.halted").contains("it forgot"))
    }

    @Test mutating func `a node that lags is behind, unless it is just busy`() throws {
        change("bank") { answer in
            answer.height = 5
            answer.recentBlocks = ["b5"]
            answer.tipTimeMs = Self.nowMs - 9_000
        }
        expect(["doctor.weakened", "doctor.behind", "doctor.running"], .bad)
        #expect(try words("doctor.behind").contains("4 blocks behind (5 of 9)"))
        change("bank") { $0.isCatchingUp = true }
        #expect(diagnosis.findings.first { $0.code == "doctor.behind" }?.severity == .notice)
        // Asked a moment earlier, a node of a busy chain is a few blocks lower.
        change("bank") { $0.tipTimeMs = Self.nowMs - 4_000 }
        expect(["doctor.running"], .good)
    }

    @Test mutating func `a clock is judged by the others', not by this machine's`() throws {
        ownAheadMs = 3_600_000
        expect(["doctor.ownClock", "doctor.running"], .good)
        ownAheadMs = 0
        change("bank") { $0.nowMs = Self.nowMs - 65_000 }
        expect(["doctor.clock", "doctor.running"], .bad)
        #expect(try words("doctor.clock").hasPrefix("the clock of bank is 1 min behind"))
        change("bank") { $0.nowMs = Self.nowMs + 4_900 }
        expect(["doctor.running"], .good)
    }

    @Test mutating func `an accusation names its validator until the epoch ends`() throws {
        let accusation = NodeAnswer.Accusation(
            validator: "fin",
            epoch: 0,
            view: 9,
            pair: "notarize-notarize"
        )
        change("tax") { $0.accusations = [accusation] }
        change("amr") { answer in
            answer.accusations = [accusation]
            answer.accusations[0].leafIndex = 5
        }
        expect(["doctor.accused", "doctor.running"], .bad)
        #expect(try words("doctor.accused").contains("leaf 5 of the ledger proves it"))
        change("tax", "amr", "fin", "bank", "audit") { $0.epoch = 1 }
        expect(["doctor.accused", "doctor.running"], .good)
    }

    @Test mutating func `validators without a link between them are named`() throws {
        change("fin") { $0.peersUp.removeAll { $0 == "tax" } }
        change("audit") { $0.peersUp.removeAll { $0 == "tax" } }
        expect(["doctor.unlinked", "doctor.running"], .bad)
        #expect(try words("doctor.unlinked").contains("each other: tax – fin"))
    }

    @Test mutating func `a node that runs and is silent is not told to be started`() throws {
        silence.isRunning = true
        silence.log = NodeLog(path: "n.log", lastLine: "node.ready")
        end("audit")
        expect(["doctor.silent", "doctor.running"], .bad)
        let running = try words("doctor.silent")
        #expect(running.contains("n.log ends: node.ready"))
        #expect(running.contains("stuck or stopped"))
        silence.isRunning = false
        #expect(try words("doctor.silent").contains("systemctl start lianzheng-node@audit"))
    }
}
