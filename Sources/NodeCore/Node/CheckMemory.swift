import Ledger
import Synchronization

/// Statements that were checked before, for a driver that runs many nodes of one chain.
///
/// A simulator's nodes check the same statements, each on its own; the outcome depends on nothing
/// but the statement and the genesis as long as governance changed nothing.
package final class CheckMemory: Sendable {
    private let good = Mutex<[Submission: CheckedStatement]>([:])

    /// A memory of one chain that holds nothing yet.
    package init() {}

    /// Does what `run()` does, and remembers what was good in epoch 0.
    package func run(_ job: CheckJob) -> CheckResult {
        guard job.inspector.isOfGenesis else { return job.run() }
        let outcomes = job.statements.map { carried in
            let known = good.withLock { $0[carried] }
            if let known, known.authentic.statement.keyIdentifiers.allSatisfy(job.isKnown) {
                return Result<CheckedStatement, LedgerError>.success(known)
            }
            let outcome = job.check(carried)
            if case .success(let checked) = outcome {
                good.withLock { $0[carried] = checked }
            }
            return outcome
        }
        return CheckResult(number: job.number, outcomes: outcomes)
    }
}
