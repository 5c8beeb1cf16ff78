package import Catalogue
package import Ledger
package import Storage

/// The audit of one ledger folder against a genesis, from nothing but the files.
///
/// ```
///   files ─► FrameIntake ─► FrameChecks, on all cores ─► ChainReplay ─► AuditReport
///            checksums      schema, signatures, proofs   links, state,
///            headers                                     rules, roots
/// ```
/// While the cores check one batch of frames, the batch before it is executed and the next is read.
package struct LedgerAudit: Sendable {
    let genesis: Genesis
    private let inspector: StatementInspector

    /// Prepares an audit; refuses a catalogue that is not the chain's.
    package init(genesis: Genesis, catalogue: Catalogue) throws(AuditError) {
        do { try genesis.check(catalogue) } catch { throw .genesis(error) }
        self.genesis = genesis
        inspector = StatementInspector(genesis: genesis, catalogue: catalogue)
    }

    /// Replays a ledger from its first block.
    ///
    /// Throws ``AuditError/checkpointMissed(height:)`` when the chain does not come to the block
    /// that the scope's checkpoint names: nothing that was found then counts.
    package func replay(
        folder: String,
        fileSystem: some FileSystem,
        scope: ReplayScope = .everything,
        visitor: (any FinalBlockVisitor)? = nil,
        progress: (ReplayProgress) -> Void = { _ in }
    ) async throws(AuditError) -> AuditReport {
        let reader: FrameReader
        do {
            reader = try FrameReader(folder: folder, fileSystem: fileSystem, gaps: .passed)
        } catch { throw .storage(error) }
        guard !reader.segmentNames.isEmpty else { throw .noLedger(folder: folder) }
        let epochs: EpochDirectory
        do { epochs = try EpochDirectory(genesis, inspector) } catch { throw .validators(error) }
        var replay = try ChainReplay(
            genesis,
            epochs,
            missing: reader.segmentNames.missingHeights,
            scope: scope,
            visitor: visitor
        )
        var intake = FrameIntake(genesis, reader)
        var checked: [CheckedFrame] = []
        var tasks = try intake.next()
        while !tasks.isEmpty {
            if checked.contains(where: \.endsEpoch) {
                // What the next frames are checked by follows from executing these.
                replay.take(checked)
                checked = []
            }
            let (batch, keys) = (tasks, replay.keys)
            let checks = FrameChecks(epochs: replay.epochs, scope: scope)
            async let results = checks.run(batch, keys: keys)
            replay.take(checked)
            tasks = try intake.next()
            checked = await results
            replay.learnKeys(from: checked)
            progress(
                ReplayProgress(
                    bytesRead: intake.bytesRead,
                    byteCount: intake.byteCount,
                    checkpoint: replay.checkpoint
                )
            )
        }
        replay.take(checked)
        replay.finish(orphans: try intake.finish())
        if replay.missesCheckpoint, let checkpoint = scope.checkpoint {
            throw .checkpointMissed(height: checkpoint.height)
        }
        return replay.report(bytes: intake.bytesRead, tornBytes: intake.tornByteCount)
    }
}

extension [SegmentName] {
    /// The heights of the segments that are not there.
    fileprivate var missingHeights: [ClosedRange<UInt64>] {
        var missing: [ClosedRange<UInt64>] = []
        var next: UInt64 = 1
        for segment in self {
            if segment.firstHeight > next { missing.append(next...(segment.firstHeight - 1)) }
            next = (segment.lastHeight ?? segment.firstHeight) + 1
        }
        return missing
    }
}
