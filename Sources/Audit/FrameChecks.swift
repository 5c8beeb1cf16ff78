import CBOR
import Cryptography
import Ledger

/// The checks that need no state, run on all cores; their results stand in the frames' order.
struct FrameChecks: Sendable {
    let epochs: EpochDirectory
    let scope: ReplayScope

    /// Bodies beyond this many bytes are cut into pieces, so that no core waits for a large one.
    private static let undividedBytes = 128 << 10
    private static let pieces = 16

    /// Checks the frames; statements are checked against the keys known so far.
    func run(_ tasks: [FrameTask], keys: KeyDirectory) async -> [CheckedFrame] {
        await withTaskGroup(of: (Int, CheckedFrame).self) { group in
            for (position, task) in tasks.enumerated() {
                group.addTask { (position, await check(task, keys)) }
            }
            var checked = [CheckedFrame?](repeating: nil, count: tasks.count)
            for await (position, frame) in group { checked[position] = frame }
            return checked.compactMap(\.self)
        }
    }

    private func check(_ task: FrameTask, _ keys: KeyDirectory) async -> CheckedFrame {
        switch task {
        case .block(let block): .block(await check(block, keys))
        case .finalization(let finalization): check(finalization)
        case .finding(let finding): .finding(finding)
        }
    }

    // MARK: Finalizations

    private func check(_ task: FinalizationTask) -> CheckedFrame {
        func refused(_ fault: AuditFault) -> CheckedFrame {
            .finding(
                AuditFinding(
                    fault,
                    height: task.block.header.height,
                    block: task.block.hash,
                    spot: task.spot
                )
            )
        }
        guard let electorate = epochs.entry(task.block.header.epoch)?.electorate else {
            return .unknownEpoch(of: task.block, spot: task.spot)
        }
        do throws(ChainError) {
            let proof = try proof(of: task, electorate)
            guard proof.kind == .finalize else { return refused(.notFinality(proof.kind)) }
            let verified = try Verified(proof, by: electorate)
            return .finality(
                of: task.block,
                spot: task.spot,
                voteCount: verified.value.signatures.count
            )
        } catch {
            return refused(.finalization(error))
        }
    }

    private func proof(
        of task: FinalizationTask,
        _ electorate: Electorate
    ) throws(ChainError) -> QuorumProof {
        var reader = CBORReader(task.proof)
        let proof = try QuorumProof(
            from: &reader,
            block: task.block,
            chain: electorate.chain,
            validatorCount: electorate.count
        )
        do { try reader.finish() } catch { throw .encoding(error) }
        return proof
    }

    // MARK: Blocks

    private func check(_ task: BlockTask, _ keys: KeyDirectory) async -> CheckedBlock {
        guard let epoch = epochs.entry(task.block.header.epoch) else {
            return CheckedBlock(
                block: task.block,
                spot: task.spot,
                damage: task.damage,
                statements: [],
                unreadable: nil,
                unchecked: task
            )
        }
        let (submissions, violation) = submissions(of: task, epoch)
        let isAccepted = task.block.header.height < scope.from
        let isLarge = task.body.count > Self.undividedBytes
        let length = isLarge ? submissions.count / Self.pieces + 1 : max(1, submissions.count)
        let statements = await withTaskGroup(of: (Int, [CheckedStatement]).self) { group in
            for (piece, start) in stride(from: 0, to: submissions.count, by: length).enumerated() {
                let range = start..<min(start + length, submissions.count)
                group.addTask {
                    (piece, range.map { check(submissions[$0], at: $0, keys, isAccepted, epoch) })
                }
            }
            var checked: [Int: [CheckedStatement]] = [:]
            for await (piece, statements) in group { checked[piece] = statements }
            return (0..<checked.count).flatMap { checked[$0] ?? [] }
        }
        return CheckedBlock(
            block: task.block,
            spot: task.spot,
            damage: task.damage,
            statements: statements,
            unreadable: violation
        )
    }

    /// Checks a block whose epoch was not known when its frame was read.
    ///
    /// Nodes store a block as it comes, so that the first of an epoch may stand before the proof
    /// that ends the epoch before.
    func checkLate(_ task: BlockTask, _ keys: KeyDirectory) -> CheckedBlock {
        let epoch = epochs.entry(task.block.header.epoch) ?? epochs.newest
        let (submissions, violation) = submissions(of: task, epoch)
        let isAccepted = task.block.header.height < scope.from
        return CheckedBlock(
            block: task.block,
            spot: task.spot,
            damage: task.damage,
            statements: submissions.enumerated().map { position, submission in
                check(submission, at: position, keys, isAccepted, epoch)
            },
            unreadable: violation
        )
    }

    /// The statements of a body; of one that cannot be read, those before the first bad byte.
    private func submissions(
        of task: BlockTask,
        _ epoch: EpochDirectory.Entry
    ) -> ([Submission], LedgerViolation?) {
        do throws(LedgerError) {
            return (try BlockBody(decoding: task.body, limits: epoch.limits).submissions, nil)
        } catch {
            return (Self.readable(task.body), error.violation)
        }
    }

    private static func readable(_ body: [UInt8]) -> [Submission] {
        var reader = CBORReader(body)
        var submissions: [Submission] = []
        guard let count = try? reader.array() else { return [] }
        while submissions.count < count, let next = try? Submission(from: &reader) {
            submissions.append(next)
        }
        return submissions
    }

    private func check(
        _ submission: Submission,
        at position: Int,
        _ keys: KeyDirectory,
        _ isAccepted: Bool,
        _ epoch: EpochDirectory.Entry
    ) -> CheckedStatement {
        do throws(LedgerError) {
            let inspected = try epoch.inspector.inspect(submission)
            if isAccepted { return .authentic(AuthenticStatement(finalizedHere: inspected)) }
            guard keys.missing(of: inspected) == nil else { return .unknownKey(inspected) }
            return .authentic(try inspected.checkSignatures(keys.key))
        } catch {
            let suspect = SuspectStatement(
                submission.statement,
                at: position,
                record: error.place.record,
                keys: keys
            )
            return .refused(error.violation, suspect)
        }
    }
}
