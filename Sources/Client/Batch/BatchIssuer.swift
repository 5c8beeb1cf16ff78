import COSE
import Catalogue
import Console
import Cryptography
import Evidence
import Glibc
package import Ledger
import NodeCore

/// Issues the certificates of a table, many at a time, and writes a file for each holder.
///
/// A row goes through four steps; a row that an earlier run began enters at the first.
///
///     located?  ──no──→  reserved, signed, submitted  ──→  proven  ──→  left in the vault, written
///        └──────────────────────yes──────────────────────────┘
package struct BatchIssuer {
    private enum Step {
        case locate(CertificateRow)
        case submit(CertificateRow)
        case prove(CertificateRow, leafIndex: UInt64)
        /// Indirect, for a file is long and steps are moved about.
        indirect case deposit(CertificateRow, EvidenceFile)

        /// What the node does for it.
        enum Pace: Hashable { case quick, reads, writes }

        var pace: Pace {
            switch self {
            case .locate, .submit: .quick
            case .prove: .reads
            case .deposit: .writes
            }
        }
    }

    /// How many statements may wait for finality at once.
    private static let maximumUnderWay = 128
    /// How many proofs are asked for at once, and how many deposits are under way: a node reads
    /// blocks for the ones and waits for its disk with the others, and has patience for sixteen.
    private static let maximumSlow = 8
    private static let pauseMicroseconds: UInt32 = 2_000

    /// How many certificates this run issued, with their files.
    package private(set) var issuedCount = 0
    /// How many files an earlier run had written.
    package private(set) var earlierCount = 0
    /// The certificates that were issued and that the node keeps nothing of, with the reason.
    package private(set) var undeposited: [RefusedLine] = []
    /// The lines that were not issued.
    package private(set) var refused: [RefusedLine] = []

    private var link: any NodeLink
    private var reconnection: Reconnection
    private let plan: any CertificatePlan
    private let journal: BatchJournal
    private let files: any HolderFiles
    private let genesis: Genesis
    private let now: () -> UInt64
    /// The rows that need nothing more.
    private var settled: Set<Digest> = []
    private var waiting: [Step] = []
    private var underWay: [UInt64: Step] = [:]
    private var slowCounts: [Step.Pace: Int] = [:]
    private var lastMs: UInt64 = 0
    private var isBusy = false

    /// An issuer that goes on from what its journal says.
    package init(
        _ plan: any CertificatePlan,
        journal: BatchJournal,
        files: any HolderFiles,
        genesis: Genesis,
        link: any NodeLink,
        reconnection: Reconnection,
        now: @escaping () -> UInt64 = { WallClock.nowMs }
    ) {
        self.plan = plan
        self.journal = journal
        self.files = files
        self.genesis = genesis
        self.link = link
        self.reconnection = reconnection
        self.now = now
    }

    /// How many rows are settled, one way or the other.
    package var settledCount: Int { settled.count }

    /// Issues what is not issued yet; `progress` hears how many rows are settled.
    ///
    /// When the node goes away, everything under way is looked for again once it is back, since it
    /// may be recorded.
    package mutating func issue(
        _ rows: [CertificateRow],
        progress: (Int) -> Void = { _ in }
    ) throws(ClientError) {
        begin(rows)
        progress(settledCount)
        while !waiting.isEmpty || !underWay.isEmpty {
            do throws(ClientError) {
                try exchange()
            } catch {
                guard error.isBrokenLine else { throw error }
                do { link = try reconnection.link(after: error) } catch {
                    throw .interrupted(error, settled: settledCount, total: rows.count)
                }
                begin(rows)
            }
            progress(settledCount)
        }
    }

    /// Ends the journal, if every certificate that was begun has its file.
    package func finish() throws(ClientError) {
        try journal.finish { files.has($0) }
    }

    /// Sends what may be sent, and takes in one answer.
    private mutating func exchange() throws(ClientError) {
        try send()
        guard !underWay.isEmpty else { return }
        let reply = try link.receive()
        guard let step = underWay.removeValue(forKey: reply.identifier) else { return }
        slowCounts[step.pace, default: 0] -= 1
        let before = settledCount
        try settle(step, reply.body)
        if settledCount > before { reconnection.noteProgress() }
    }

    /// Begins with the rows that are not settled, on a line on which nothing is under way.
    private mutating func begin(_ rows: [CertificateRow]) {
        let present = Set(rows.map(\.digest))
        underWay = [:]
        slowCounts = [:]
        waiting = []
        for row in rows.reversed() where !settled.contains(row.digest) {
            if let step = begin(row, present) { waiting.append(step) }
        }
    }

    /// Where a row begins; nil when it is settled already.
    private mutating func begin(_ row: CertificateRow, _ present: Set<Digest>) -> Step? {
        let last = journal.attempts(at: row.digest).last
        let hasFile = last.map { files.has($0.identifier) } ?? false
        guard !hasFile, !journal.isIssued(row.digest) else {
            earlierCount += 1
            settled.insert(row.digest)
            return nil
        }
        guard last == nil else { return .locate(row) }
        if let old = journal.reservation(onLine: row.place.line), !present.contains(old.row) {
            refuse(
                row,
                "batch.changedRow",
                Phrase(
                    "the row was changed after its certificate \(old.identifier) was begun; "
                        + "put it back, or add the new one as a row of its own at the end",
                    "该行证照 \(old.identifier) 已开始签发后内容被改动；请恢复原行，新内容另起一行置于表末"
                )
            )
            return nil
        }
        return .submit(row)
    }

    private mutating func refuse(_ row: CertificateRow, _ rule: String, _ reason: Phrase) {
        refused.append(line(row, rule, reason))
        settled.insert(row.digest)
    }

    private func line(_ row: CertificateRow, _ rule: String, _ reason: Phrase) -> RefusedLine {
        RefusedLine(place: row.place, category: plan.type.code, rule: rule, reason: reason)
    }
}

// MARK: - Sending

extension BatchIssuer {
    /// Sends as much as may be under way; the reservations of a round are made durable at once.
    private mutating func send() throws(ClientError) {
        if isBusy { usleep(Self.pauseMicroseconds) }
        isBusy = false
        var held: [Step] = []
        var submitting: [CertificateRow] = []
        while underWay.count + submitting.count < Self.maximumUnderWay,
            let step = waiting.popLast()
        {
            switch step {
            case .locate(let row):
                guard let last = journal.attempts(at: row.digest).last else { continue }
                underWay[try link.send(.locate(certificate: last.identifier))] = step
            case .submit(let row):
                submitting.append(row)
            case .prove, .deposit:
                guard slowCounts[step.pace, default: 0] < Self.maximumSlow else {
                    held.append(step)
                    continue
                }
                slowCounts[step.pace, default: 0] += 1
                underWay[try link.send(try request(step))] = step
            }
            if held.count >= Self.maximumUnderWay { break }
        }
        waiting += held.reversed()
        try submit(submitting)
    }

    /// What a slow step asks.
    private func request(_ step: Step) throws(ClientError) -> ClientRequest.Body {
        switch step {
        case .prove(_, let leafIndex): return .evidence(leafIndex: leafIndex)
        case .deposit(let row, let file):
            let identifier = file.statement.header.subject
            let entry = try VaultEntry(
                file.disclosures,
                code: plan.claimCode(of: identifier, secret: journal.secret),
                holder: row.holderKey,
                context: VaultContext(identifier, chain: plan.signer.chain)
            )
            let statement = plan.signer.deposit(entry, at: link.node.name)
            return .deposit(statement: statement.bytes)
        case .locate, .submit: preconditionFailure("these are quick")
        }
    }

    private mutating func submit(_ rows: [CertificateRow]) throws(ClientError) {
        var reserved: [(row: CertificateRow, attempt: BatchJournal.Reservation)] = []
        for row in rows {
            if let attempt = reservation(for: row) { reserved.append((row, attempt)) }
        }
        try journal.reserve(reserved.map(\.attempt))
        for (row, attempt) in reserved {
            let statement = try plan.statement(row, attempt, secret: journal.secret)
            let number = try link.send(
                .submit(statement: statement.bytes, attachment: nil)
            )
            underWay[number] = .submit(row)
        }
    }

    /// An identifier and a moment for a row: the identifier of its last attempt, or a new one.
    ///
    /// No two rows have the same moment, from which new identifiers are made.
    private mutating func reservation(for row: CertificateRow) -> BatchJournal.Reservation? {
        lastMs = max(now(), lastMs + 1)
        do throws(ClientError) {
            let known = journal.attempts(at: row.digest).last?.identifier
            let identifier = try plan.identifier(of: row, reserved: known, timeMs: lastMs)
            let owner = journal.row(of: identifier)
            guard owner == nil || owner == row.digest else {
                refuse(row, Self.takenRule, Self.taken(identifier))
                return nil
            }
            return BatchJournal.Reservation(
                line: row.place.line,
                row: row.digest,
                identifier: identifier,
                timeMs: lastMs
            )
        } catch {
            refused += error.refusals(at: row, type: plan.type.code)
            settled.insert(row.digest)
            return nil
        }
    }

    /// The rule by which two certificates never have one identifier.
    static let takenRule = "batch.repeatedIdentifier"

    private static func taken(_ identifier: String) -> Phrase {
        Phrase(
            "another certificate has the identifier \(identifier)",
            "电子证照标识 \(identifier) 已属于另一份证照"
        )
    }
}

// MARK: - Answers

extension BatchIssuer {
    private mutating func settle(
        _ step: Step,
        _ answer: ClientReply.Body
    ) throws(ClientError) {
        switch (step, answer) {
        case (_, .refused(let refusal)) where Self.passing.contains(refusal.code):
            isBusy = true
            waiting.append(step)
        case (.locate(let row), .located(let leafIndex)):
            waiting.append(.prove(row, leafIndex: leafIndex))
        case (.locate(let row), .refused(let refusal))
        where refusal.code == Refusal.unknownCertificate("").code:
            waiting.append(.submit(row))
        case (.submit(let row), .recorded(let place)):
            waiting.append(.prove(row, leafIndex: place.leafIndex))
        case (.submit(let row), .refused(let refusal)) where Self.known.contains(refusal.code):
            waiting.append(.locate(row))
        case (.prove(let row, _), .evidence(let parts)):
            try prove(parts, of: row)
        case (.deposit(let row, let file), .deposited):
            try finish(row, file)
        case (.deposit(let row, let file), .refused(let refusal)):
            undeposited.append(line(row, refusal.code, Phrase(refusal.english, refusal.chinese)))
            try finish(row, file, refusal: refusal)
        case (.locate(let row), .refused(let refusal)),
            (.submit(let row), .refused(let refusal)),
            (.prove(let row, _), .refused(let refusal)):
            refuse(row, refusal.code, Phrase(refusal.english, refusal.chinese))
        default:
            throw .unexpectedAnswer(node: link.node.name)
        }
    }

    /// Refusals that pass: the node asks for patience.
    private static let passing = [Refusal.busy.code, Refusal.poolFull.code]
    /// Refusals that say that the certificate may be recorded already.
    private static let known = ["ledger.certificateExists", "ledger.replayed"]

    /// Makes the holder's file, with the check that a stranger would make.
    private mutating func prove(
        _ parts: EvidenceParts,
        of row: CertificateRow
    ) throws(ClientError) {
        let attempts = journal.attempts(at: row.digest)
        guard let identifier = attempts.last?.identifier else { return }
        let disclosures = try plan.disclosures(
            under: parts.statement,
            row,
            attempts,
            secret: journal.secret
        )
        guard let disclosures else {
            return refuse(row, Self.takenRule, Self.taken(identifier))
        }
        let file = try CertificateFile.assemble(parts, disclosures: disclosures)
        try CertificateFile.check(file, genesis: genesis)
        waiting.append(.deposit(row, file))
    }

    /// Hands the certificate out: where its file is, all is done.
    private mutating func finish(
        _ row: CertificateRow,
        _ file: EvidenceFile,
        refusal: Refusal? = nil
    ) throws(ClientError) {
        let identifier = file.statement.header.subject
        try files.write(
            IssuedCertificate(
                row: row,
                file: file,
                code: plan.claimCode(of: identifier, secret: journal.secret),
                depositRefusal: refusal
            )
        )
        issuedCount += 1
        settled.insert(row.digest)
    }
}
