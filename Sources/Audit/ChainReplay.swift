import Console
import Cryptography
import Ledger
import Storage

/// Follows the final chain from the genesis on and executes it; all else is counted.
///
/// Blocks wait here until a proof makes them final. After the first bad block the state is not the
/// chain's any more: rules that depend on it are then left alone, and all others are still checked.
struct ChainReplay {
    let genesis: Genesis
    private(set) var keys: KeyDirectory
    /// What the frames of each epoch are checked by.
    private(set) var epochs: EpochDirectory
    private var unknownEpochs: Set<UInt64> = []

    private var state: LedgerState
    private var isExecuting = true
    private var tip: HashedHeader
    private var finalHashes: [UInt64: Digest] = [:]
    /// Blocks that no proof has reached yet.
    private var waiting: [Digest: CheckedBlock] = [:]
    /// Final blocks with an ancestor that is not at hand, oldest first; it may stand further back.
    private var detached: [HashedHeader] = []
    /// Blocks whose header is damaged: nothing more is said about what builds on them.
    private var illegible: Set<Digest> = []
    private let missingSegments: [ClosedRange<UInt64>]

    private var counts = AuditCounts()
    private var statistics = AuditStatistics()
    private var findings: [AuditFinding] = []
    private let scope: ReplayScope
    private let visitor: (any FinalBlockVisitor)?
    /// Whether the chain came to another block than the scope's checkpoint names, or to none.
    private(set) var missesCheckpoint: Bool

    /// How many proofs may wait for a block that stands further back in the files.
    private static let detachedLimit = 64

    init(
        _ genesis: Genesis,
        _ epochs: EpochDirectory,
        missing: [ClosedRange<UInt64>],
        scope: ReplayScope,
        visitor: (any FinalBlockVisitor)?
    ) throws(AuditError) {
        self.genesis = genesis
        self.epochs = epochs
        self.scope = scope
        self.visitor = visitor
        missesCheckpoint = scope.checkpoint != nil
        do { state = try LedgerState(genesis) } catch { throw .genesis(error) }
        keys = KeyDirectory(genesis, state.finalized)
        tip = HashedHeader(genesis.genesisHeader, suite: genesis.suite)
        finalHashes[0] = tip.hash
        missingSegments = missing
        findings = missing.map { AuditFinding(.missingSegment($0), height: $0.lowerBound) }
    }

    /// Takes in the keys that these frames grant, before anything is signed with them.
    mutating func learnKeys(from frames: [CheckedFrame]) {
        for case .block(let block) in frames { keys.add(block) }
    }

    /// Takes in frames in the order of the files.
    mutating func take(_ frames: [CheckedFrame]) {
        for frame in frames {
            switch frame {
            case .block(let block): take(block)
            case .finality(let block, let spot, let voteCount):
                counts.finalizations += 1
                counts.votes += UInt64(voteCount)
                finalize(block, spot)
            case .unknownEpoch(let block, let spot): noteUnknownEpoch(of: block, spot)
            case .finding(let finding):
                if case .damagedFrame(_, .block?) = finding.fault, let hash = finding.block {
                    illegible.insert(hash)
                }
                findings.append(finding)
            }
        }
    }

    /// Tells once an epoch that nothing of it can be judged.
    private mutating func noteUnknownEpoch(of block: HashedHeader, _ spot: FrameSpot) {
        guard unknownEpochs.insert(block.header.epoch).inserted else { return }
        findings.append(
            AuditFinding(
                .unknownEpoch(block.header.epoch),
                height: block.header.height,
                block: block.hash,
                spot: spot
            )
        )
    }

    private mutating func take(_ block: CheckedBlock) {
        let hash = block.block.hash
        guard waiting[hash] == nil, finalHashes[block.header.height] != hash else {
            counts.repeatedFrames += 1
            return
        }
        waiting[hash] = block
    }

    /// Ends the replay: what still waits is not final, or waits for what is not there.
    mutating func finish(orphans: [(block: Digest, height: UInt64, spot: FrameSpot)]) {
        while !detached.isEmpty { attachAcrossGap() }
        let known = findings.compactMap(\.missingHeights)
        for orphan in orphans where !illegible.contains(orphan.block) {
            guard !known.contains(where: { $0.contains(orphan.height) }) else { continue }
            findings.append(
                AuditFinding(
                    .missingBlocks(orphan.height...orphan.height),
                    height: orphan.height,
                    block: orphan.block,
                    spot: orphan.spot
                )
            )
        }
        for block in waiting.values.sorted(by: { $0.header.height < $1.header.height }) {
            leaveOut(block)
        }
        waiting = [:]
    }

    func report(bytes: UInt64, tornBytes: UInt64) -> AuditReport {
        var counts = counts
        counts.bytes = bytes
        counts.tornBytes = tornBytes
        let ordered = findings.enumerated().sorted { one, other in
            (one.element.height ?? .max, one.offset) < (other.element.height ?? .max, other.offset)
        }
        return AuditReport(
            genesis: genesis,
            height: tip.header.height,
            block: tip.hash,
            executedHeight: state.finalized.header.height,
            scope: scope,
            counts: counts,
            statistics: statistics,
            accusations: state.finalized.accusations.accusations,
            keys: keys,
            findings: ordered.map(\.element)
        )
    }
}

// MARK: - Which blocks are final

extension ChainReplay {
    private mutating func finalize(_ block: HashedHeader, _ spot: FrameSpot) {
        if let final = finalHashes[block.header.height], final != block.hash {
            findings.append(
                AuditFinding(
                    .fork(other: final),
                    height: block.header.height,
                    block: block.hash,
                    spot: spot
                )
            )
            return
        }
        guard block.header.height > tip.header.height else { return }
        if detached.isEmpty, let path = path(to: block), path.isAttached {
            judge(path.blocks)
        } else {
            detached.append(block)
            attach()
        }
    }

    /// The waiting blocks up to this one, oldest first; nil when it does not wait.
    private func path(
        to block: HashedHeader
    ) -> (blocks: [CheckedBlock], isAttached: Bool)? {
        guard var next = waiting[block.hash] else { return nil }
        var blocks = [next]
        while let parent = waiting[next.header.parent] {
            blocks.append(parent)
            next = parent
        }
        return (blocks.reversed(), next.header.parent == tip.hash)
    }

    /// Goes on with the detached blocks, if what they lack has come, or is known not to come.
    private mutating func attach() {
        while let first = detached.first {
            guard let path = path(to: first) else {
                detached.removeFirst()
                continue
            }
            let lacks = path.blocks[0].header.parent
            if path.isAttached {
                detached.removeFirst()
                judge(path.blocks)
            } else if illegible.contains(lacks) || detached.count > Self.detachedLimit {
                attachAcrossGap()
            } else {
                return
            }
        }
    }

    /// Goes on behind blocks that are not there.
    private mutating func attachAcrossGap() {
        let first = detached.removeFirst()
        guard first.header.height > tip.header.height, let path = path(to: first) else { return }
        isExecuting = false
        let oldest = path.blocks[0]
        let next = tip.header.height + 1
        if !illegible.contains(oldest.header.parent), next < oldest.header.height {
            let missing = next...(oldest.header.height - 1)
            if !missingSegments.contains(where: { $0.overlaps(missing) }) {
                findings.append(AuditFinding(.missingBlocks(missing), height: next))
            }
        } else if !illegible.contains(oldest.header.parent) {
            refuse(oldest, .rule(.block(.unknownParent(oldest.header.parent))))
        }
        judge(path.blocks)
    }

    private mutating func judge(_ blocks: [CheckedBlock]) {
        for block in blocks {
            waiting[block.block.hash] = nil
            finalHashes[block.header.height] = block.block.hash
            judge(block)
            tip = block.block
        }
        for block in waiting.values where block.header.height <= tip.header.height {
            waiting[block.block.hash] = nil
            leaveOut(block)
        }
    }

    /// Counts a block that is not final; only its checksum matters.
    private mutating func leaveOut(_ block: CheckedBlock) {
        counts.unfinalizedBlocks += 1
        if let damage = block.damage { refuse(block, .damagedFrame(damage, .block)) }
    }

    private mutating func refuse(_ block: CheckedBlock, _ fault: AuditFault) {
        findings.append(
            AuditFinding(
                fault,
                height: block.header.height,
                block: block.block.hash,
                spot: block.spot,
                isDamaged: block.damage != nil
            )
        )
    }
}

// MARK: - Whether a final block is good

extension ChainReplay {
    private mutating func judge(_ read: CheckedBlock) {
        let block = checked(read)
        count(block)
        let findingCount = findings.count
        let statements = authenticStatements(of: block)
        if let violation = block.unreadable { refuse(block, .rule(violation)) }
        if findings.count > findingCount {
            isExecuting = false
        } else if let damage = block.damage {
            // Every statement is still the one that was signed: execution tells about the rest.
            refuse(block, .damagedFrame(damage, .block))
        }
        if isExecuting { execute(block, statements) } else { checkLinks(of: block) }
        if let checkpoint = scope.checkpoint, checkpoint.height == block.header.height {
            missesCheckpoint = !isExecuting || checkpoint.block != block.block.hash
        }
        visitor?.visit(FinalBlock(block, isExecuted: isExecuting, keys: keys))
    }

    /// The block with its checks made up for, if they had to wait for its epoch.
    private mutating func checked(_ block: CheckedBlock) -> CheckedBlock {
        guard let task = block.unchecked else { return block }
        let checked = FrameChecks(epochs: epochs, scope: scope).checkLate(task, keys)
        keys.add(checked)
        return checked
    }

    /// How far nothing is wrong; nil when something is.
    var checkpoint: AuditCheckpoint? {
        guard findings.isEmpty, isExecuting else { return nil }
        return AuditCheckpoint(
            chainID: genesis.chainID,
            height: state.finalized.header.height,
            block: state.finalized.hash
        )
    }

    private mutating func count(_ block: CheckedBlock) {
        counts.blocks += 1
        counts.statements += UInt64(block.statements.count)
        let month = CalendarTime(ms: block.header.timeMs).month
        for case let statement? in block.statements.lazy.map(\.inspected) {
            counts.statementsByKind[statement.kind, default: 0] += 1
            counts.records += UInt64(statement.recordCount)
            if statement.draft != nil { counts.approvals += 1 }
            let agency =
                keys.member(of: statement.keyIdentifier) ?? keys.member(issuer: statement.issuer)
            statistics.count(statement, by: agency?.code ?? "?", in: month)
        }
    }

    /// The statements with good signatures; the others become findings.
    private mutating func authenticStatements(of block: CheckedBlock) -> [AuthenticStatement] {
        var authentic: [AuthenticStatement] = []
        authentic.reserveCapacity(block.statements.count)
        for (position, statement) in block.statements.enumerated() {
            switch statement {
            case .authentic(let statement):
                if block.header.height < scope.from {
                    counts.acceptedSignatures += 1
                } else {
                    counts.add(signaturesOf: statement.statement)
                }
                authentic.append(statement)
            case .unknownKey(let inspected):
                checkLate(inspected, at: position, in: block).map { authentic.append($0) }
            case .refused(let violation, let suspect):
                refuse(block, violation, suspect)
            }
        }
        return authentic
    }

    /// Checks a signature whose key was granted only shortly before.
    private mutating func checkLate(
        _ statement: InspectedStatement,
        at position: Int,
        in block: CheckedBlock
    ) -> AuthenticStatement? {
        let suspect = SuspectStatement(
            statement.submission.statement,
            at: position,
            keys: keys
        )
        if let missing = keys.missing(of: statement) {
            if isExecuting {
                refuse(block, .authority(.unknownKey(missing)), suspect)
            } else {
                counts.unjudgedSignatures += 1
            }
            return nil
        }
        do throws(LedgerError) {
            let authentic = try statement.checkSignatures(keys.key)
            counts.add(signaturesOf: statement)
            return authentic
        } catch {
            refuse(block, error.violation, suspect)
            return nil
        }
    }

    private mutating func refuse(
        _ block: CheckedBlock,
        _ violation: LedgerViolation,
        _ suspect: SuspectStatement
    ) {
        findings.append(
            AuditFinding(
                .rule(violation),
                height: block.header.height,
                block: block.block.hash,
                spot: block.spot,
                statement: suspect,
                isDamaged: block.damage != nil
            )
        )
    }

    private mutating func execute(_ block: CheckedBlock, _ statements: [AuthenticStatement]) {
        do throws(LedgerError) {
            let executed = try state.verify(block.header, statements)
            state.adopt(executed)
            try state.finalize(executed.hash)
            if let charter = executed.nextCharter {
                try epochs.append(charter)
                keys.add(charter)
            }
        } catch {
            isExecuting = false
            guard let position = error.place.statement, position < statements.count else {
                refuse(block, .rule(error.violation))
                return
            }
            let suspect = SuspectStatement(
                statements[position].statement.submission.statement,
                at: position,
                record: error.place.record,
                keys: keys
            )
            refuse(block, error.violation, suspect)
        }
    }

    /// What a header must be after its parent, whatever the state.
    private mutating func checkLinks(of block: CheckedBlock) {
        guard block.header.parent == tip.hash else { return }
        let (parent, header) = (tip.header, block.header)
        if header.height != parent.height + 1 {
            refuse(block, .rule(.block(.headerMismatch(.height))))
        }
        if header.timeMs <= parent.timeMs {
            let violation = BlockViolation.timeNotAfterParent(
                parentMs: parent.timeMs,
                timeMs: header.timeMs
            )
            refuse(block, .rule(.block(violation)))
        }
    }
}

extension AuditFinding {
    fileprivate var missingHeights: ClosedRange<UInt64>? {
        switch fault {
        case .missingBlocks(let heights), .missingSegment(let heights): heights
        default: nil
        }
    }
}
