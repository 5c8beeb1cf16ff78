import Console
import Evidence

/// What is to be said about one file.
struct Outcome {
    /// What the file was called on the command line.
    let path: String
    let verdict: Verdict
    /// The name of the ledger it was checked against; nil when there was none.
    let ledger: String?
    /// What was found when nothing could be verified.
    let note: Phrase?

    /// What came out of checking a file.
    init(_ path: String, _ verdict: Verdict, ledger: String) {
        self.path = path
        self.verdict = verdict
        self.ledger = ledger
        note = nil
    }

    /// Nothing could be checked, for this reason.
    init(_ path: String, unread reason: Reason, _ note: Phrase) {
        self.path = path
        verdict = Verdict(unread: reason)
        ledger = nil
        self.note = note
    }

    var exitCode: ExitCode {
        switch verdict.conclusion {
        case .valid: .good
        case .invalid: .bad
        case .cannotTell: .cannotTell
        }
    }

    /// The outcome on one line for programs, ending in a newline.
    var json: String {
        let note = note.map { (english: $0.english, chinese: $0.chinese) }
        return verdict.json(file: path, ledger: ledger, note: note) + "\n"
    }
}
