import Consensus
import Cryptography
package import Ledger
import Merkle

/// Blocks on their way to execution, in height order, one at a time.
///
/// One at a time, since a block may grant the key that signs in the next.
struct Gathering {
    let blocks: [CarriedHeader]
    /// The finalization of the last block, for blocks that a peer sent to catch up with.
    let proof: Verified<QuorumProof>?
    /// Who sent the bytes.
    let source: PeerName?
    /// Which block is being checked.
    var position = 0
    var submissions: [Submission] = []
    /// Its statements; nil where one is still being checked.
    var statements: [PlacedStatement?] = []
    /// Jobs still under way.
    var checksLeft = 0

    var current: CarriedHeader { blocks[position] }
}

/// A decoded header with the bytes that came with it.
package struct CarriedHeader {
    let block: HashedHeader
    let carried: CarriedBlock

    /// Puts together what belongs together.
    package init(block: HashedHeader, carried: CarriedBlock) {
        self.block = block
        self.carried = carried
    }
}

extension Node {
    /// Brings blocks to execution: statements that the pool knows need no second check.
    func gather(
        _ blocks: [CarriedHeader],
        provenBy proof: Verified<QuorumProof>?,
        from source: PeerName?
    ) {
        let number = nextGathering
        nextGathering += 1
        gatherings[number] = Gathering(blocks: blocks, proof: proof, source: source)
        gathered.formUnion(blocks.map(\.block.hash))
        startBlock(of: number)
    }

    /// Whether blocks that a peer sent to catch up with are being executed.
    var isCatchingUp: Bool { gatherings.values.contains { $0.proof != nil } }

    /// Looks up or checks the statements of the next block.
    private func startBlock(of number: UInt64) {
        guard var gathering = gatherings[number] else { return }
        let body: BlockBody
        do throws(LedgerError) {
            body = try BlockBody(decoding: gathering.current.carried.body, limits: limits)
        } catch { return fail(number, error, bodyIsTheHeaders: false) }
        gathering.submissions = body.submissions
        gathering.statements = body.submissions.map(known)
        let unknown = gathering.statements.indices.filter { gathering.statements[$0] == nil }
        gathering.checksLeft = startChecks(unknown, of: body, number)
        gatherings[number] = gathering
        if gathering.checksLeft == 0 { execute(number) }
    }

    /// The pooled statement with the same bytes, attachment included.
    private func known(_ carried: Submission) -> PlacedStatement? {
        let entry = electorate.chain.suite.digest(carried.statement)
        guard let waiting = pool[entry], waiting.carried == carried else { return nil }
        return PlacedStatement(carried: carried, checked: waiting.checked)
    }

    private func startChecks(_ positions: [Int], of body: BlockBody, _ number: UInt64) -> Int {
        var rest = positions[...]
        var count = 0
        while !rest.isEmpty {
            let some = Array(rest.prefix(CheckJob.statementCount))
            rest = rest.dropFirst(CheckJob.statementCount)
            startCheck(
                some.map { body.submissions[$0] },
                .gathering(number, positions: some),
                isUrgent: true
            )
            count += 1
        }
        return count
    }

    /// A job of a gathering is done.
    func finishCheck(
        of number: UInt64,
        _ positions: [Int],
        _ outcomes: [Result<CheckedStatement, LedgerError>]
    ) {
        guard var gathering = gatherings[number] else { return }
        for (position, outcome) in zip(positions, outcomes) {
            switch outcome {
            case .success(let checked):
                gathering.statements[position] = PlacedStatement(
                    carried: gathering.submissions[position],
                    checked: checked
                )
            case .failure(let error):
                let isTheHeaders = isBody(of: gathering) && !error.isAboutAttachment
                return fail(number, error.at(statement: position), bodyIsTheHeaders: isTheHeaders)
            }
        }
        gathering.checksLeft -= 1
        gatherings[number] = gathering
        if gathering.checksLeft == 0 { execute(number) }
    }

    /// Executes a block whose statements are all checked, and compares every root.
    private func execute(_ number: UInt64) {
        guard var gathering = gatherings[number] else { return }
        let block = gathering.current.block
        if blocks.header(block.hash) == nil {
            let statements = gathering.statements.compactMap(\.self)
            do throws(LedgerError) {
                let executed = try blocks.state.verify(
                    block.header,
                    statements.map(\.checked.authentic)
                )
                keep(executed, block, gathering.current.carried, statements)
            } catch {
                return fail(number, error, bodyIsTheHeaders: isBody(of: gathering))
            }
        }
        gathering.position += 1
        gatherings[number] = gathering
        if gathering.position < gathering.blocks.count {
            startBlock(of: number)
        } else {
            finish(number)
        }
    }

    private func finish(_ number: UInt64) {
        guard let gathering = forget(gathering: number) else { return }
        if let proof = gathering.proof {
            feed(.chainFetched(gathering.blocks.map(\.block), by: proof))
        } else {
            for gathered in gathering.blocks { ready(gathered.block) }
        }
    }

    @discardableResult
    private func forget(gathering number: UInt64) -> Gathering? {
        guard let gathering = gatherings.removeValue(forKey: number) else { return nil }
        for gathered in gathering.blocks { self.gathered.remove(gathered.block.hash) }
        return gathering
    }

    /// A block cannot be executed: its fault, or only that of the bytes that came for it.
    ///
    /// A header proves itself by its hash, a body only by leading to the header's tree. Bytes that
    /// do not are somebody's mistake or lie and say nothing about the block: it stays wanted.
    private func fail(_ number: UInt64, _ error: LedgerError, bodyIsTheHeaders: Bool) {
        guard let gathering = forget(gathering: number) else { return }
        let block = gathering.current.block
        let fields: KeyValuePairs = [
            "height": "\(block.header.height)", "from": gathering.source ?? "store",
            "code": error.code, "why": error.english,
        ]
        guard bodyIsTheHeaders else {
            log(.warning, "block.wrongBytes", fields)
            if gathering.proof == nil {
                askAgain(for: block)
            } else if let source = gathering.source {
                distrust(source)
            }
            return
        }
        counters.refusedBlocks += 1
        log(.warning, "block.refused", fields)
        feed(.blockRefused(block.hash, .invalid(code: error.code)))
    }

    /// Whether a body's statements lead from the parent's history tree to the header's.
    private func isBody(of gathering: Gathering) -> Bool {
        let header = gathering.current.block.header
        guard var history = blocks.history(at: header.parent) else { return false }
        let suite = electorate.chain.suite
        let hasher = MerkleHasher(suite)
        for submission in gathering.submissions {
            history.append(leafHash: hasher.leaf(suite.digest(submission.statement)))
        }
        return history.size == header.treeSize && history.root() == header.treeRoot
    }
}

extension LedgerError {
    /// Whether it is about what travels beside a statement, which the history tree does not hold.
    fileprivate var isAboutAttachment: Bool {
        switch violation {
        case .statement(.attachment), .statement(.overLimit(.attachmentBytes, _, _)),
            .records(.malformedAttachment), .records(.batchCount), .records(.batchRoot):
            true
        default: false
        }
    }
}
