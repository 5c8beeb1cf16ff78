package import Catalogue
import Cryptography
package import Ledger
package import Storage

/// Repairs the ledger folder of a home with the blocks of other nodes.
///
/// ```
///  read everything ─► damaged places
///     blocks          fetched by their hashes, lowest first, each proven by header and tree
///     missing ones    of which no place tells: put behind what stands in the segment
///     finalizations   fetched where the chain needs this very one, verified by their epoch
///     the rest        made blank where the final chain does not need it: the node asks for what
///                     it needs of it when it runs
///     indexes         written anew
/// ```
/// What stood at a place is named by its own fixed part, by the index of its segment, or by the
/// headers and proofs that are whole: a block that one of them names and the store lacks was
/// there. The caller holds the lock of the home.
package struct HomeRepair {
    let genesis: Genesis
    let catalogue: Catalogue
    let electorates: ElectorateMaker
    let tell: (RepairNews) -> Void
    var ledger: LedgerRepair
    var prover: BodyProver
    var outcome: RepairOutcome

    /// Reads the whole ledger folder and tells what is damaged; nothing is written.
    package init(
        _ home: NodeHome,
        on fileSystem: some FileSystem,
        genesis: Genesis,
        catalogue: Catalogue,
        electorates: ElectorateMaker? = nil,
        tell: @escaping (RepairNews) -> Void
    ) throws(StorageError) {
        self.genesis = genesis
        self.catalogue = catalogue
        self.electorates = electorates ?? ElectorateMaker(genesis.chain)
        self.tell = tell
        ledger = try LedgerRepair(
            folder: home.ledger,
            fileSystem: fileSystem,
            suite: genesis.suite
        ) { tell(.read(done: $0, of: $1)) }
        prover = BodyProver(genesis)
        outcome = RepairOutcome(
            byteCount: ledger.byteCount,
            damageCount: ledger.damages.count,
            leftCount: ledger.damages.count
        )
        let absent = ledger.absentSegments
        for segment in absent { tell(.segmentMissing(segment)) }
        for damage in ledger.damages where !absent.contains(damage.frame.spot.fileName) {
            tell(.damaged(damage))
        }
        if let missingFrame {
            outcome.leftCount += 1
            tell(.missing(missingFrame))
        }
        for segment in ledger.unindexedSegments { tell(.unindexed(segment: segment)) }
        if ledger.tornByteCount > 0 { tell(.tornTail(byteCount: ledger.tornByteCount)) }
    }

    /// What was found so far.
    package var found: RepairOutcome { outcome }

    /// Whether the folder holds nothing, as that of a node which never took part.
    package var ledgerIsEmpty: Bool { ledger.byteCount == 0 }

    /// Mends what can be mended, and tells of each step.
    package mutating func run(from source: any BlockSource) throws(StorageError) -> RepairOutcome {
        try mendBlocks(from: source)
        try restoreMissing(from: source)
        try mendFinalizations(from: source)
        try giveUp()
        if finalChain != nil { try ledger.createAbsentSegments() }
        for file in try ledger.writeIndexes() {
            outcome.indexCount += 1
            tell(.indexed(file: file))
        }
        for damage in ledger.damages { tell(.left(damage)) }
        outcome.leftCount = ledger.damages.count
        if let missingFrame {
            outcome.leftCount += 1
            tell(.stillMissing(missingFrame))
        }
        return outcome
    }

    /// The places of which neither fixed part nor index says what stood there.
    var unnamed: [LedgerDamage] { ledger.damages.filter { $0.frame.kind == nil } }

    /// The header of a stored block.
    func header(_ hash: Digest) -> HashedHeader? {
        guard let bytes = try? ledger.reader.header(hash) else { return nil }
        return hashed(bytes)
    }

    /// A header of this chain with its hash.
    func hashed(_ bytes: [UInt8]) -> HashedHeader? {
        guard let header = try? BlockHeader(decoding: bytes), header.chainID == genesis.chainID
        else { return nil }
        return HashedHeader(header, suite: genesis.suite)
    }

    /// The final blocks from height 1 on; nil while one of their headers is missing.
    var finalChain: [HashedHeader]? {
        let newest = ledger.reader.highestFinalization?.hash
        guard let hashes = try? Restoration.hashes(upTo: newest, ledger.reader, genesis) else {
            return nil
        }
        let headers = hashes.compactMap(header)
        return headers.count == hashes.count ? headers : nil
    }
}

// MARK: - What is of no more use

extension HomeRepair {
    /// Makes places blank whose content the final chain does not need.
    ///
    /// Once the chain is whole, and the end of each epoch proven, it needs none of them. What was
    /// there may have been newer: a finalization, or a block that was not final here. Peers that
    /// went on prove later blocks and no longer this one; and of a block that was never notarized
    /// nobody may have the bytes. The ledger then ends earlier. What the node signed is in its
    /// journal, so it signs nothing else, and sends nothing that it signed for a block before it
    /// has the block again: as when its ledger is lost as a whole.
    private mutating func giveUp() throws(StorageError) {
        guard !ledger.damages.isEmpty, let chain = finalChain else { return }
        let isProven = unprovenBoundaries(of: chain).isEmpty && !hasLostAllFinalizations
        let final = Set(chain.map(\.hash))
        for damage in ledger.damages {
            let isOfNoUse = damage.isSettled && !isOfUse(damage, final, isProven: isProven)
            guard isProven || isOfNoUse else { continue }
            try ledger.clear(damage)
            outcome.clearedCount += 1
            tell(isOfNoUse ? .cleared(damage) : .shortened(damage))
        }
    }

    /// Whether something was final here, as the name of a sealed segment says, and nothing is left
    /// that says so: too much to go back without a word.
    private var hasLostAllFinalizations: Bool {
        ledger.reader.highestFinalization == nil && ledger.hasSealedSegments
    }

    /// Whether what a later finalization settles may still be wanted.
    private func isOfUse(_ damage: LedgerDamage, _ final: Set<Digest>, isProven: Bool) -> Bool {
        switch damage.frame.kind {
        case .block: damage.frame.hash.map { isNeeded($0, damage, final) } ?? true
        case .finalization: isNeeded(finalizationAt: damage)
        case .blank: false
        case nil: !isProven
        }
    }

    /// Whether the chain may still need a block that nobody sent.
    private func isNeeded(_ hash: Digest, _ damage: LedgerDamage, _ final: Set<Digest>) -> Bool {
        if ledger.reader.contains(hash) { return false }
        let tip = ledger.reader.highestFinalization?.height ?? 0
        return final.contains(hash) || damage.frame.height.map { $0 > tip } ?? true
    }
}
