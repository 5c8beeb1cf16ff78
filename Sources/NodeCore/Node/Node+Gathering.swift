import Consensus
import Cryptography
import Ledger

/// Blocks whose statements are being checked before they are executed, in height order.
struct Gathering {
    struct Block {
        let block: HashedHeader
        let carried: CarriedBlock
        let body: BlockBody
        /// Its statements; nil where one is still being checked.
        var statements: [PlacedStatement?]
    }

    var blocks: [Block]
    /// The finalization of the last block, for blocks that a peer sent to catch up with.
    let proof: Verified<QuorumProof>?
    /// Jobs still under way.
    var checksLeft = 0
}

extension Node {
    /// Brings blocks to execution: statements that the pool knows need no second check.
    func gather(
        _ blocks: [(block: HashedHeader, carried: CarriedBlock)],
        provenBy proof: Verified<QuorumProof>?
    ) throws(LedgerError) {
        var gathering = Gathering(blocks: [], proof: proof)
        for (block, carried) in blocks {
            let body = try BlockBody(decoding: carried.body, limits: setting.genesis.limits)
            gathering.blocks.append(
                Gathering.Block(
                    block: block,
                    carried: carried,
                    body: body,
                    statements: body.submissions.map(known)
                )
            )
        }
        let number = nextGathering
        nextGathering += 1
        for (index, block) in gathering.blocks.enumerated() {
            let unknown = block.statements.indices.filter { block.statements[$0] == nil }
            gathering.checksLeft += startChecks(unknown, of: block.body, number, index)
        }
        gatherings[number] = gathering
        if gathering.checksLeft == 0 { execute(number) }
    }

    /// The pooled statement with the same bytes, attachment included.
    private func known(_ carried: Submission) -> PlacedStatement? {
        let entry = electorate.chain.suite.digest(carried.statement)
        guard let waiting = pool[entry], waiting.carried == carried else { return nil }
        return PlacedStatement(carried: carried, checked: waiting.checked)
    }

    private func startChecks(
        _ positions: [Int],
        of body: BlockBody,
        _ number: UInt64,
        _ index: Int
    ) -> Int {
        var rest = positions[...]
        var count = 0
        while !rest.isEmpty {
            let some = Array(rest.prefix(CheckJob.statementCount))
            rest = rest.dropFirst(CheckJob.statementCount)
            startCheck(
                some.map { body.submissions[$0] },
                .gathering(number, block: index, positions: some)
            )
            count += 1
        }
        return count
    }

    /// A job of a gathering is done.
    func finishCheck(
        of number: UInt64,
        block index: Int,
        _ positions: [Int],
        _ outcomes: [Result<CheckedStatement, LedgerError>]
    ) {
        guard var gathering = gatherings[number] else { return }
        let block = gathering.blocks[index]
        for (position, outcome) in zip(positions, outcomes) {
            switch outcome {
            case .success(let checked):
                gathering.blocks[index].statements[position] = PlacedStatement(
                    carried: block.body.submissions[position],
                    checked: checked
                )
            case .failure(let error):
                gatherings[number] = nil
                return refuse(block.block, error.at(statement: position))
            }
        }
        gathering.checksLeft -= 1
        gatherings[number] = gathering
        if gathering.checksLeft == 0 { execute(number) }
    }

    /// Executes blocks whose statements are all checked, and compares every root.
    private func execute(_ number: UInt64) {
        guard let gathering = gatherings.removeValue(forKey: number) else { return }
        for gathered in gathering.blocks {
            guard execute(gathered) else { return }
        }
        if let proof = gathering.proof {
            feed(.chainFetched(gathering.blocks.map(\.block), by: proof))
        } else {
            for gathered in gathering.blocks { ready(gathered.block) }
        }
    }

    /// Executes one block; false when it is refused.
    private func execute(_ gathered: Gathering.Block) -> Bool {
        let block = gathered.block
        if blocks.header(block.hash) != nil { return true }
        guard blocks.header(block.header.parent) != nil else {
            feed(.blockRefused(block.hash, .unavailable))
            return false
        }
        let statements = gathered.statements.compactMap(\.self)
        do throws(LedgerError) {
            let executed = try blocks.state.verify(
                block.header,
                statements.map(\.checked.authentic)
            )
            keep(executed, block, gathered.carried, statements)
            return true
        } catch {
            refuse(block, error)
            return false
        }
    }
}
