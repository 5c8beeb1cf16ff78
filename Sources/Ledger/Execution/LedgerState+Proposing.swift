/// A block to propose, and what became of the statements it was chosen from.
package struct BlockSelection: Sendable {
    /// The block, executed.
    package let block: ExecutedBlock
    /// The positions of the statements in the block among the candidates, ascending.
    package let accepted: [Int]
    /// The positions of good statements for which there is no room.
    package let deferred: [Int]
    /// The positions of statements that are no longer good, each with the reason.
    package let refused: [(candidate: Int, reason: LedgerError)]
}

extension LedgerState {
    /// Chooses from candidates, in their order, what a block can carry.
    ///
    /// Statements that are not good after this parent, or any more, are refused and never proposed;
    /// the caller drops them and tells who sent them.
    package func propose(
        from candidates: [AuthenticStatement],
        in context: BlockContext
    ) throws(LedgerError) -> BlockSelection {
        var execution = try begin(context)
        var accepted: [Int] = []
        var deferred: [Int] = []
        var refused: [(candidate: Int, reason: LedgerError)] = []
        for (index, candidate) in candidates.enumerated() {
            do throws(LedgerError) {
                try execution.admit(candidate)
                accepted.append(index)
            } catch {
                if error.isLackOfRoom && !execution.usage.isEmpty {
                    deferred.append(index)
                } else {
                    refused.append((index, error))
                }
            }
        }
        return BlockSelection(
            block: execution.finish(),
            accepted: accepted,
            deferred: deferred,
            refused: refused
        )
    }
}
