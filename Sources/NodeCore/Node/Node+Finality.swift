import Consensus
import Cryptography
import Ledger
import Storage

extension Node {
    /// Makes blocks final: state, index and pool follow; clients hear of it once it is durable.
    func finalize(_ finalized: [HashedHeader], by proof: QuorumProof) {
        guard let last = finalized.last else { return }
        let batch = writes.add {
            $0.journalFloor = ViewMark(epoch: proof.statement.epoch, view: proof.view)
            $0.finalizations.append(
                StoredFinalization(
                    hash: last.hash,
                    height: last.header.height,
                    proof: proof.encoded
                )
            )
        }
        tipProof = proof.encoded
        workSettled = true
        var answers: [(Waiter, Recorded)] = []
        for header in finalized {
            let block = blocks.finalize(header.hash)
            history.append(block.block, block.statements.map(\.checked.indexed))
            counters.finalizedBlocks += 1
            for statement in block.statements {
                settle(statement, &answers)
            }
        }
        afterWrite[batch, default: []].append { [unowned self] in
            durableHeight = max(durableHeight, last.header.height)
            for (waiter, place) in answers { reply(waiter, .recorded(place)) }
        }
        dropStaleBlocks()
        startRecheck()
        reportEvidence()
        checkRules()
    }

    private func settle(_ statement: PlacedStatement, _ answers: inout [(Waiter, Recorded)]) {
        pool.remove(statement.entry)
        counters.finalizedStatements += 1
        counters.finalizedRecords += UInt64(statement.checked.recordCount)
        guard let place = history.place(ofRecent: statement.entry) else { return }
        for waiter in waitingClients.take(statement.entry) {
            answers.append((waiter, place))
        }
    }
}
