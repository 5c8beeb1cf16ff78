import Audit
import Console
import Cryptography
import JSON
import Ledger
import Storage

/// One command of the auditor.
protocol AuditCommand: Sendable {
    /// How it is called.
    static var flags: Flags { get }
    /// Reads the command line.
    init(_ arguments: Arguments) throws(UsageError)
    /// What the person typed.
    var arguments: Arguments { get }
    /// Does the work; throws only what ``AuditCommand/failure(_:)`` can explain.
    func work() async throws -> ExitCode
}

extension AuditCommand {
    var language: Language { arguments.language }

    /// Does the work; what stops it is explained to the person or the program.
    func run() async -> ExitCode {
        do { return try await work() } catch { return fail(error) }
    }

    /// Nothing can be said about the ledger.
    private func fail(_ error: any Error) -> ExitCode {
        let (code, reason) = Self.explanation(of: error)
        if arguments.wantsJSON {
            let answer: JSONValue = [
                "verdict": "cannot tell", "code": .string(code),
                "message": ["zh": .string(reason.chinese), "en": .string(reason.english)],
            ]
            StandardStream.output.write(JSONText.pretty(answer) + "\n")
        } else {
            StandardStream.error.write("lianzheng-audit: \(reason.text(language)) [\(code)]\n")
        }
        return (error as? OutputError)?.exitCode ?? .cannotTell
    }

    private static func explanation(of error: any Error) -> (String, Phrase) {
        switch error {
        case let error as InputFileError: (error.code, Phrase(error.english, error.chinese))
        case let error as AuditError: (error.code, Phrase(error.english, error.chinese))
        case let error as CryptographyError: (error.code, Phrase(error.english, error.chinese))
        case let error as OutputError: (error.code, Phrase(error.english, error.chinese))
        case let error as StorageError: (error.code, Phrase(error.english, error.chinese))
        default: ("internal", Phrase("\(error)", "\(error)"))
        }
    }
}
