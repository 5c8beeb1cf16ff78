import Cryptography
import Ledger
import Testing

extension LedgerState {
    /// A block after the last finalized one, or after `parent`.
    func context(
        after parent: Digest? = nil,
        at seconds: UInt64 = 20,
        view: UInt64 = 1
    ) -> BlockContext {
        BlockContext(
            parent: parent ?? finalized.hash,
            view: view,
            proposer: 0,
            timeMs: TestChain.createdMs + seconds * 1_000
        )
    }

    /// Executes and finalizes a block.
    @discardableResult
    mutating func record(
        _ statements: AuthenticStatement...,
        at seconds: UInt64 = 20
    ) throws -> ExecutedBlock {
        let block = try execute(statements, in: context(at: seconds))
        adopt(block)
        try finalize(block.hash)
        return block
    }

    /// The code of the rule that refuses a statement in the next block; nil when it is good.
    func refusal(of statement: AuthenticStatement, at seconds: UInt64 = 30) -> String? {
        do throws(LedgerError) {
            _ = try execute([statement], in: context(at: seconds))
            return nil
        } catch { return error.code }
    }
}

/// The code of the rule by which an inspection fails; nil when it does not.
func refusal(_ body: () throws(LedgerError) -> some Any) -> String? {
    do throws(LedgerError) {
        _ = try body()
        return nil
    } catch { return error.code }
}
