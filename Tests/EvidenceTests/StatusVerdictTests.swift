import COSE
import Cryptography
import Evidence
import Ledger
import Merkle
import Testing

@Suite struct StatusVerdictTests {
    @Test(
        arguments: [
            (Status.revoked, Reason.revoked), (.suspended, .suspended),
            (.superseded, .superseded), (.forfeited, .forfeited), (.cancelled, .cancelled),
            (.notWithdrawable, .statusNotProven), (.unallocated, .statusNotProven),
        ]
    )
    func `each legal act has its own word`(status: Status, reason: Reason) throws {
        var (ledger, file) = try sample()
        ledger.set(status, at: file.leafIndex)
        let verdict = ledger.verdict(
            on: file.withRefreshedStatus(try ledger.status(of: file.leafIndex))
        )
        #expect(verdict.conclusion == .invalid)
        #expect(verdict.reason == reason)
        #expect(ledger.verdict(on: file).conclusion == .valid, "as of the older block")
    }

    @Test func `a revocation tells its date and reason`() throws {
        var (ledger, file) = try sample()
        let sinceMs = ledger.nextMs
        let revocation = ledger.change(file.leafIndex, of: file.statement, to: .revoked)
        let event = ledger.proven(revocation.statement, at: revocation.leafIndex)
        file = file.withRefreshedStatus(try ledger.status(of: file.leafIndex, event: event))
        let verdict = ledger.verdict(on: file)
        #expect(verdict.reason == .revoked)
        #expect(verdict.statusEvent?.reason == "欠税已查明")
        #expect(verdict.statusEvent?.effectiveMs == sinceMs)
        #expect(verdict.certificate != nil, "what was revoked is shown")
    }

    @Test func `before it took effect nobody can tell from the later file`() throws {
        var (ledger, file) = try sample()
        let beforeMs = ledger.header.timeMs
        let revocation = ledger.change(file.leafIndex, of: file.statement, to: .revoked)
        let event = ledger.proven(revocation.statement, at: revocation.leafIndex)
        file = file.withRefreshedStatus(try ledger.status(of: file.leafIndex, event: event))
        let verdict = ledger.verdict(on: file, atMs: beforeMs)
        #expect(verdict.conclusion == .cannotTell)
        #expect(verdict.reason == .statusChangedLater)
    }

    @Test func `valid again tells nothing about the time before`() throws {
        var (ledger, file) = try sample()
        _ = ledger.change(file.leafIndex, of: file.statement, to: .suspended)
        let suspendedMs = ledger.header.timeMs
        let restored = ledger.change(file.leafIndex, of: file.statement, to: .valid)
        let event = ledger.proven(restored.statement, at: restored.leafIndex)
        file = file.withRefreshedStatus(try ledger.status(of: file.leafIndex, event: event))
        #expect(ledger.verdict(on: file).conclusion == .valid)
        let verdict = ledger.verdict(on: file, atMs: suspendedMs)
        #expect(verdict.conclusion == .cannotTell)
        #expect(verdict.reason == .statusChangedLater)
    }

    @Test func `a newer certificate says what superseded the old one`() throws {
        var (ledger, file) = try sample()
        let newer = ledger.certificate("1.2.156.3005.2.Y", supersedes: file.leafIndex)
        let newerIndex = ledger.record(newer.statement)
        ledger.set(.superseded, at: file.leafIndex)
        let event = ledger.proven(newer.statement, at: newerIndex)
        file = file.withRefreshedStatus(try ledger.status(of: file.leafIndex, event: event))
        let verdict = ledger.verdict(on: file)
        #expect(verdict.reason == .superseded)
        #expect(verdict.statusEvent?.successor == "1.2.156.3005.2.Y")
    }

    @Test func `a statement about another certificate is no event of this one`() throws {
        var (ledger, file) = try sample()
        let other = ledger.certificate("1.2.156.3005.2.Z")
        let otherIndex = ledger.record(other.statement)
        let foreign = ledger.change(otherIndex, of: other.statement, to: .revoked)
        let own = ledger.change(file.leafIndex, of: file.statement, to: .revoked)
        let status = { (event: RecordedStatement) in
            try ledger.status(of: file.leafIndex, event: event)
        }
        let event = ledger.proven(foreign.statement, at: foreign.leafIndex)
        #expect(
            ledger.verdict(on: file.withRefreshedStatus(try status(event))).reason
                == .statusNotProven
        )
        var unproven = ledger.proven(own.statement, at: own.leafIndex)
        unproven = RecordedStatement(
            statement: unproven.statement,
            inclusion: ledger.proven(own.statement, at: 0).inclusion
        )
        #expect(
            ledger.verdict(on: file.withRefreshedStatus(try status(unproven))).reason
                == .statusNotProven
        )
    }

    @Test func `an event must name this entry, at this place, with this status`() throws {
        var (ledger, file) = try sample()
        let other = ledger.certificate("1.2.156.3005.2.Z").statement
        let index = file.leafIndex
        let events = [
            ledger.change(index, of: other, to: .revoked),
            ledger.change(0, of: file.statement, to: .revoked),
            ledger.change(index, of: file.statement, to: .suspended),
            ledger.change(index, of: file.statement, to: .revoked),
        ]
        let reasons: [Reason] = [.statusNotProven, .statusNotProven, .statusNotProven, .revoked]
        for (event, reason) in zip(events, reasons) {
            let proven = ledger.proven(event.statement, at: event.leafIndex)
            let status = try ledger.status(of: index, event: proven)
            #expect(ledger.verdict(on: file.withRefreshedStatus(status)).reason == reason)
        }
    }

    @Test func `a newer certificate that replaces another one is no event of this one`() throws {
        var (ledger, file) = try sample()
        let newer = ledger.certificate("1.2.156.3005.2.Y", supersedes: 0)
        let newerIndex = ledger.record(newer.statement)
        ledger.set(.superseded, at: file.leafIndex)
        let event = ledger.proven(newer.statement, at: newerIndex)
        file = file.withRefreshedStatus(try ledger.status(of: file.leafIndex, event: event))
        #expect(ledger.verdict(on: file).reason == .statusNotProven)
    }

    // MARK: - Time

    @Test func `a certificate expires, and the verdict says so even on old evidence`() throws {
        var ledger = try TestLedger(.p256)
        let end = ledger.nextMs / 1_000 + 3_600
        let certificate = ledger.certificate(expiry: end)
        let index = ledger.record(certificate.statement)
        let file = try ledger.file(certificate, at: index)
        let recordedMs = ledger.header.timeMs
        let before = ledger.verdict(on: file, afterMs: end * 1_000 - recordedMs - 1)
        #expect(before.conclusion == .valid)
        let after = ledger.verdict(on: file, afterMs: end * 1_000 - recordedMs)
        #expect(after.reason == .expired)
        let long = ledger.verdict(on: file, afterMs: 400 * 86_400_000)
        #expect(long.reason == .expired)
        let asked = ledger.verdict(on: file, afterMs: 400 * 86_400_000, atMs: recordedMs + 1_000)
        #expect(asked.conclusion == .valid)
    }

    @Test func `a certificate is not valid before its period or its recording`() throws {
        var ledger = try TestLedger(.p256)
        let start = ledger.nextMs / 1_000 + 3_600
        let certificate = ledger.certificate(notBefore: start)
        let index = ledger.record(certificate.statement)
        let file = try ledger.file(certificate, at: index)
        #expect(ledger.verdict(on: file).reason == .notYetValid)
        #expect(ledger.verdict(on: file, afterMs: 3_700_000).conclusion == .valid)
        let earlier = ledger.header.timeMs - 3_600_000
        #expect(ledger.verdict(on: file, afterMs: 3_700_000, atMs: earlier).reason == .notYetValid)
    }

    @Test func `old evidence cannot tell, unless any age will do`() throws {
        let (ledger, file) = try sample()
        let day: UInt64 = 86_400_000
        #expect(ledger.verdict(on: file, afterMs: day).conclusion == .valid)
        let stale = ledger.verdict(on: file, afterMs: day + 1)
        #expect(stale.conclusion == .cannotTell)
        #expect(stale.reason == .staleEvidence)
        #expect(stale.certificate != nil)
        #expect(ledger.verdict(on: file, afterMs: day + 1, maximumAgeMs: nil).conclusion == .valid)
    }

    @Test func `a clock that lags behind the ledger cannot tell`() throws {
        let (ledger, file) = try sample()
        let policy = VerificationPolicy(nowMs: ledger.header.timeMs - 700_000)
        let verdict = Verifier(ledger.genesis).verify(file.encoded, policy: policy)
        #expect(verdict.checks.last?.reason == .clockBehind)
        let near = VerificationPolicy(nowMs: ledger.header.timeMs - 500_000)
        #expect(Verifier(ledger.genesis).verify(file.encoded, policy: near).conclusion == .valid)
    }

    private func sample() throws -> (ledger: TestLedger, file: EvidenceFile) {
        var ledger = try TestLedger(.p256)
        let certificate = ledger.certificate()
        let index = ledger.record(certificate.statement)
        return (ledger, try ledger.file(certificate, at: index))
    }
}
