import Console
import Evidence

/// What is to be said about one file.
struct Outcome {
    enum Result {
        case verdict(Verdict, ledger: String)
        case noGenesis(Reason, Phrase)
        case unreadable(Phrase)
    }

    let path: String
    let result: Result

    var exitCode: ExitCode {
        switch result {
        case .verdict(let verdict, _):
            switch verdict.conclusion {
            case .valid: .good
            case .invalid: .bad
            case .cannotTell: .cannotTell
            }
        case .noGenesis, .unreadable: .cannotTell
        }
    }
}
