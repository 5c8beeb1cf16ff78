import Ledger
import NodeCore

/// Clients that submit statements, ask elsewhere when nobody answers, and keep what they are told.
struct SimulatedClients {
    /// What became of one statement.
    enum Fate: Hashable {
        /// Not submitted yet.
        case unsent
        /// Submitted to this process; the number tells the answer.
        case waiting(at: Int)
        /// Acknowledged: it stands at this place.
        case recorded(height: UInt64, leafIndex: UInt64)
        /// Refused for good.
        case refused(code: String)
    }

    /// By statement.
    private(set) var fates: [Fate]
    /// The time between two submissions, milliseconds.
    var pauseMs: ClosedRange<UInt64> = 20...200
    /// Whether the script makes nodes refuse statements for good.
    var mayBeRefused = false
    private var next = 0
    private static let patienceMs: UInt64 = 4_000
    /// Refusals after which a client asks again, here or elsewhere.
    private static let passing = ["node.poolFull", "node.busy", "node.diskFull"]

    init(limit: Int) {
        precondition(limit <= District.statementCount, "the district has so many statements")
        fates = Array(repeating: .unsent, count: limit)
    }

    /// How many statements were acknowledged.
    var recordedCount: Int {
        fates.count { if case .recorded = $0 { true } else { false } }
    }

    /// How many were submitted and wait for an answer.
    var waitingCount: Int { fates.count { if case .waiting = $0 { true } else { false } } }

    /// How many nobody has submitted yet.
    var unsentCount: Int { fates.count - next }

    /// Takes the next statement that nobody submitted.
    mutating func takeNext() -> Int? {
        guard next < fates.count else { return nil }
        defer { next += 1 }
        return next
    }

    /// Takes note of where a statement was handed in.
    mutating func submitted(_ number: Int, at process: Int) {
        fates[number] = .waiting(at: process)
    }

    /// Whether an answer is still owed.
    func isWaiting(_ number: Int) -> Bool {
        if case .waiting = fates[number] { true } else { fates[number] == .unsent }
    }

    /// How long to wait before asking elsewhere.
    static func patience(_ attempt: Int) -> UInt64 { patienceMs * UInt64(min(attempt + 1, 4)) }

    /// An answer of a node.
    mutating func hear(_ frame: [UInt8], from process: SimulatedProcess, in world: World) {
        guard let reply = try? ClientReply(decoding: frame), reply.identifier < fates.count else {
            return
        }
        let number = Int(reply.identifier)
        switch reply.body {
        case .recorded(let place):
            let fate = Fate.recorded(height: place.height, leafIndex: place.leafIndex)
            if case .recorded = fates[number], fates[number] != fate, !process.isByzantine {
                world.violate("G5 exactly once", "statement \(number) stands at two places")
            }
            guard !process.isByzantine else { return }
            fates[number] = fate
        case .refused(let refusal):
            guard !Self.passing.contains(refusal.code), fates[number] == .waiting(at: process.id)
            else { return }
            if !mayBeRefused {
                world.violate("Clients", "statement \(number) was refused: \(refusal.english)")
            }
            fates[number] = .refused(code: refusal.code)
        default: break
        }
    }

    /// A process is gone, and with it the answers it owed.
    func forget(_ process: SimulatedProcess, in world: World) {
        for number in fates.indices where fates[number] == .waiting(at: process.id) {
            world.agenda.schedule(.retry(number, attempt: 1), atMs: world.nowMs + 100)
        }
    }
}

extension World {
    /// Submits the next statement, and plans the one after.
    func submitNext() {
        guard let number = clients.takeNext() else { return }
        resubmit(number, 0)
        agenda.schedule(.submit, atMs: nowMs + workRandom.pick(clients.pauseMs))
    }

    /// Hands a statement to some running process, and looks after it later.
    func resubmit(_ number: Int, _ attempt: Int) {
        guard clients.isWaiting(number) else { return }
        agenda.schedule(
            .retry(number, attempt: attempt + 1),
            atMs: nowMs + SimulatedClients.patience(attempt)
        )
        let running = processes.filter(\.isRunning)
        guard !running.isEmpty else { return }
        let process = running[workRandom.index(below: running.count)]
        clients.submitted(number, at: process.id)
        let request = ClientRequest(
            identifier: UInt64(number),
            body: .submit(statement: district.statements[number], attachment: nil)
        )
        agenda.schedule(
            .tell(
                .clientFrame(request.encoded, from: ClientName(1)),
                process.id,
                life: process.life
            ),
            atMs: nowMs + 1
        )
    }
}
