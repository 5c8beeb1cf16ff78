import COSE
import Console
import Evidence
package import Ledger
import NodeCore

/// Issues one certificate as a batch of one row, with its ``BatchJournal`` beside the output.
///
/// ```
/// licence.cose.unfinished   from before the submission until all is done and said
/// licence.cose              the holder's file
/// ```
/// Whenever it is killed, the same command finishes: it finds what was recorded, or submits it,
/// and gives the same claim code.
package struct SingleIssue {
    private let plan: any CertificatePlan
    private let row: CertificateRow
    private let file: SingleFile
    private let journal: BatchJournal

    /// Whether an earlier run began it.
    package let isResumed: Bool

    /// Begins, or goes on with what the same command began at this output.
    ///
    /// Throws when the output cannot be written, when no certificate can be made of the row, and
    /// when something else was begun there; nothing is left behind then.
    package init(
        _ plan: any CertificatePlan,
        _ row: CertificateRow,
        to output: String,
        now: () -> UInt64 = { WallClock.nowMs }
    ) throws(ClientError) {
        let path = output + Self.ending
        func check() throws(ClientError) {
            try OutputFile.check(output)
            _ = try plan.identifier(of: row, reserved: nil, timeMs: now())
        }
        let isNew = !Folder.exists(path)
        if isNew { try check() }
        journal = try BatchJournal(file: path, title: plan.title)
        if let begun = journal.last {
            guard begun.row == row.digest else {
                throw .begun(certificate: begun.identifier, journal: path)
            }
            let found = Folder.exists(output) ? try CertificateFile.read(output) : nil
            guard found.map({ $0.statement.header.subject == begun.identifier }) != false else {
                throw .exists(path: output)
            }
        } else if !isNew {
            try check()
        }
        isResumed = journal.last != nil
        self.plan = plan
        self.row = row
        file = SingleFile(output)
    }

    /// What is added to the name of the holder's file.
    package static let ending = ".unfinished"

    /// Issues, tells what was issued, and ends the journal.
    package func issue(
        genesis: Genesis,
        link: any NodeLink,
        reconnection: Reconnection,
        now: @escaping () -> UInt64 = { WallClock.nowMs },
        tell: (IssuedCertificate) -> Void
    ) throws(ClientError) {
        var issuer = BatchIssuer(
            plan,
            journal: journal,
            files: file,
            genesis: genesis,
            link: link,
            reconnection: reconnection,
            now: now
        )
        do throws(ClientError) { try issuer.issue([row]) } catch {
            guard case .interrupted(let cause, _, _) = error, let begun = journal.last else {
                throw error
            }
            throw .uncertain(certificate: begun.identifier, cause)
        }
        if let refused = issuer.refused.first { throw try refusal(refused) }
        if let certificate = file.written {
            tell(certificate)
        } else if let certificate = try earlier() {
            tell(certificate)
        }
        try issuer.finish()
    }

    /// What an earlier run wrote before it was killed; it had left the fields at the node.
    private func earlier() throws(ClientError) -> IssuedCertificate? {
        guard let begun = journal.last else { return nil }
        return IssuedCertificate(
            row: row,
            file: try CertificateFile.read(file.path),
            code: plan.claimCode(of: begun.identifier, secret: journal.secret),
            depositRefusal: nil
        )
    }

    /// The refusal of the only attempt is final, and ends the journal; after several, an earlier
    /// one may still be recorded.
    private func refusal(_ line: RefusedLine) throws(ClientError) -> ClientError {
        let isTaken = line.rule == BatchIssuer.takenRule
        if isTaken || journal.attempts(at: row.digest).count < 2 { try journal.abandon() }
        let taken = CertificateViolation.exists(identifier: journal.last?.identifier ?? "").code
        return .refused(
            Refusal(
                code: isTaken ? taken : line.rule,
                chinese: line.reason.chinese,
                english: line.reason.english
            )
        )
    }
}

/// The one file of a certificate that is issued alone.
private final class SingleFile: HolderFiles {
    let path: String
    private(set) var written: IssuedCertificate?

    init(_ path: String) { self.path = path }

    func has(_ identifier: String) -> Bool { Folder.exists(path) }

    func write(_ certificate: IssuedCertificate) throws(ClientError) {
        try CertificateFile.write(certificate.file, to: path)
        written = certificate
    }
}
