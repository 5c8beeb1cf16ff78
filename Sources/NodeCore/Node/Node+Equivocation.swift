import COSE
import Consensus
import Cryptography
import JSON
import Ledger
import Storage

/// Proofs that a validator contradicted itself, on their way to the ledger.
///
/// ```
///  two votes ─► vote journal ─► statement signed by the own vote key ─► pool ─► block
/// ```
struct EvidenceFile {
    /// The most proofs that wait; more would prove nothing new.
    static let capacity = 64

    /// What is not on the ledger yet, with the statement that carries it now.
    var waiting: [(proof: Equivocation, entry: Digest?)] = []
    /// When the reports that were lost or became too old are made again.
    var nextMs: UInt64 = 0

    /// Whether a proof is new here.
    mutating func add(_ proof: Equivocation) -> Bool {
        guard waiting.count < Self.capacity, !waiting.contains(where: { $0.proof == proof })
        else { return false }
        waiting.append((proof, nil))
        return true
    }
}

extension Node {
    /// The replica was shown two votes that contradict each other.
    func note(_ proof: Equivocation) {
        log(
            .error,
            "consensus.equivocation",
            [
                "validator": accusedName(proof), "epoch": "\(proof.epoch)",
                "view": "\(proof.view)", "pair": proof.pair.rawValue,
                "why": "this validator \(proof.pair.english)",
            ]
        )
        guard evidence.add(proof) else { return }
        _ = writes.add(
            Storage.JournalRecord(
                type: JournalRecordType.evidence,
                mark: ViewMark(epoch: proof.epoch, view: proof.view),
                payload: proof.encoded
            )
        )
        evidence.nextMs = 0
        reportEvidence()
    }

    /// Takes up what an earlier life found, as far as it is not on the ledger.
    func recallEvidence(from journal: [Storage.JournalRecord]) {
        for record in journal where record.type == JournalRecordType.evidence {
            let found = try? Equivocation.decode(record.payload[...], chain: electorate.chain)
            if let found { _ = evidence.add(found) }
        }
    }

    /// Reports what is not on the ledger and not on its way there; the next epoch's first block
    /// calls again.
    func reportEvidence() {
        // Between the last block of an epoch and the next epoch, index and set are of two epochs.
        guard charter.epoch == electorate.epoch else { return }
        let register = blocks.state.finalized.accusations
        evidence.waiting.removeAll { waiting in
            register.accusation(like: waiting.proof) != nil
                || charter.validators(ofEpoch: waiting.proof.epoch) == nil
        }
        guard moment.monotonicMs >= evidence.nextMs, let own = roster.ownIndex else { return }
        let reporter = charter.validators.validators[Int(own)]
        guard !evidence.waiting.isEmpty, let signer = keyring.signer(for: reporter.voteKey) else {
            return
        }
        evidence.nextMs = moment.monotonicMs + setting.options.respreadMs
        for index in evidence.waiting.indices {
            let (proof, entry) = evidence.waiting[index]
            if let entry, pool[entry] != nil { continue }
            guard let set = charter.validators(ofEpoch: proof.epoch) else { continue }
            let statement = proof.statement(
                accusing: set.validators[Int(proof.signer)],
                by: reporter,
                issuedAt: moment.wallMs / 1_000,
                chain: electorate.chain,
                signer: signer
            )
            evidence.waiting[index].entry = statement.entry(electorate.chain.suite)
            let carried = Submission(statement: statement.bytes)
            startCheck([carried], .reported(carried), isUrgent: false)
        }
    }

    /// A report of this node was checked.
    func finishReport(_ carried: Submission, _ outcome: Result<CheckedStatement, LedgerError>) {
        do throws(LedgerError) {
            let checked = try outcome.get()
            try blocks.state.check(
                checked.authentic,
                after: blocks.tip.hash,
                timeMs: moment.wallMs
            )
            guard pool.insert(checked, entry: checked.entry, carried: carried) else { return }
            counters.admitted += 1
            workArrived = true
            spreadOwn(carried, checked.entry)
        } catch { log(.warning, "evidence.notReported", ["why": error.code]) }
    }

    private func accusedName(_ proof: Equivocation) -> String {
        guard let set = charter.validators(ofEpoch: proof.epoch),
            proof.signer < UInt64(set.count)
        else { return "#\(proof.signer)" }
        return set.validators[Int(proof.signer)].name
    }

    /// The newest accusations, those that are not on the ledger yet last, for the status.
    var accusationsJSON: JSONValue {
        let recorded = blocks.state.finalized.accusations.accusations.suffix(32)
        let told = recorded.map { one -> JSONValue in
            [
                "validator": .string(one.name), "epoch": .integer(one.epoch),
                "view": .integer(one.view), "pair": .string(one.pair.rawValue),
                "leaf_index": .integer(one.leafIndex),
            ]
        }
        let waiting = evidence.waiting.suffix(32).map { one -> JSONValue in
            [
                "validator": .string(accusedName(one.proof)), "epoch": .integer(one.proof.epoch),
                "view": .integer(one.proof.view), "pair": .string(one.proof.pair.rawValue),
                "leaf_index": .null,
            ]
        }
        return .array(told + waiting)
    }
}
