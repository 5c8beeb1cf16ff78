/// The rules of the ledger, each as the way to break it, by what the rule is about.
package enum LedgerViolation: Hashable, Sendable {
    /// Any statement, its time and its size.
    case statement(StatementViolation)
    /// Who signs, and whether they may.
    case authority(AuthorityViolation)
    /// Batches of records.
    case records(RecordsViolation)
    /// Certificates.
    case certificate(CertificateViolation)
    /// Changes of status.
    case status(StatusViolation)
    /// Proposals and ballots.
    case governance(GovernanceViolation)
    /// Evidence against validators.
    case equivocation(EquivocationViolation)
    /// Blocks.
    case block(BlockViolation)

    /// The stable name printed in logs and matched by tools.
    package var code: String {
        switch self {
        case .statement(let violation): violation.code
        case .authority(let violation): violation.code
        case .records(let violation): violation.code
        case .certificate(let violation): violation.code
        case .status(let violation): violation.code
        case .governance(let violation): violation.code
        case .equivocation(let violation): violation.code
        case .block(let violation): violation.code
        }
    }

    /// What is wrong, for English readers.
    package var english: String {
        switch self {
        case .statement(let violation): violation.english
        case .authority(let violation): violation.english
        case .records(let violation): violation.english
        case .certificate(let violation): violation.english
        case .status(let violation): violation.english
        case .governance(let violation): violation.english
        case .equivocation(let violation): violation.english
        case .block(let violation): violation.english
        }
    }

    /// What is wrong, for Chinese readers.
    package var chinese: String {
        switch self {
        case .statement(let violation): violation.chinese
        case .authority(let violation): violation.chinese
        case .records(let violation): violation.chinese
        case .certificate(let violation): violation.chinese
        case .status(let violation): violation.chinese
        case .governance(let violation): violation.chinese
        case .equivocation(let violation): violation.chinese
        case .block(let violation): violation.chinese
        }
    }
}
