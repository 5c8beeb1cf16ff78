package import Cryptography
package import Ledger

/// Statements to check on another thread: decoding, schema, batch root and signature.
package struct CheckJob: Sendable {
    /// The most statements of one job.
    static let statementCount = 32

    /// The job's number.
    package let number: UInt64
    /// Whether a block waits for it; such jobs go before all others.
    package let isUrgent: Bool
    let statements: [Submission]
    let inspector: StatementInspector
    let keys: [Digest: VerificationKey]

    /// Checks every statement; takes as long as it takes.
    package func run() -> CheckResult {
        CheckResult(number: number, outcomes: statements.map(check))
    }

    /// Whether a key was granted when the job began.
    func isKnown(_ key: Digest) -> Bool { keys[key] != nil }

    /// Checks one statement.
    func check(_ carried: Submission) -> Result<CheckedStatement, LedgerError> {
        do throws(LedgerError) {
            let inspected = try inspector.inspect(carried)
            return .success(CheckedStatement(try inspected.checkSignatures { keys[$0] }))
        } catch {
            return .failure(error)
        }
    }
}

/// What a job found, in the order of its statements.
package struct CheckResult: Sendable {
    /// The job's number.
    package let number: UInt64
    /// One outcome a statement.
    package let outcomes: [Result<CheckedStatement, LedgerError>]
}

/// A statement whose form, schema, batch root and signature are good, ready for execution.
package struct CheckedStatement: Sendable {
    /// The statement, signed by the key that it names.
    package let authentic: AuthenticStatement
    /// What the index will need once it is final.
    package let indexed: IndexedStatement

    /// Prepares an authentic statement.
    package init(_ authentic: AuthenticStatement) {
        self.authentic = authentic
        indexed = IndexedStatement(authentic.statement)
    }

    /// The statement's identity.
    package var entry: Digest { authentic.statement.entry }
    /// The records it brings.
    package var recordCount: Int { authentic.statement.recordCount }

    /// The key that it grants, when it is a grant.
    var grantedKey: VerificationKey? {
        if case .grant(_, let key) = authentic.statement.content { key } else { nil }
    }
}
