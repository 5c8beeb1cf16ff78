import Cryptography
import Ledger
import Storage

extension HomeRepair {
    /// Fetches the finalizations that the chain cannot do without: that of an epoch's last block,
    /// and the newest.
    mutating func mendFinalizations(from source: any BlockSource) throws(StorageError) {
        for block in neededBlocks() {
            let places = ledger.damages.filter {
                $0.frame.kind == .finalization && $0.frame.hash == block.hash
            }
            try mend(finalizationOf: block, at: places.isEmpty ? unnamed : places, from: source)
        }
    }

    /// Whether a damaged finalization is one that no other can stand in for.
    func isNeeded(finalizationAt damage: LedgerDamage) -> Bool {
        guard let hash = damage.frame.hash, let block = header(hash) else { return true }
        return isNeeded(finalizationOf: block)
    }

    /// The last blocks of epochs whose own finalization is not there.
    func unprovenBoundaries(of chain: [HashedHeader]) -> [HashedHeader] {
        chain.filter { $0.header.isBoundary && isNeeded(finalizationOf: $0) }
    }

    private func isNeeded(finalizationOf block: HashedHeader) -> Bool {
        let covering = try? ledger.reader.finalization(covering: block.header.height)
        return block.header.isBoundary ? covering?.hash != block.hash : covering == nil
    }

    /// The blocks whose own finalization is needed and not there, lowest first.
    private func neededBlocks() -> [HashedHeader] {
        var needed: Set<HashedHeader> = []
        for damage in ledger.damages where damage.frame.kind == .finalization {
            guard let block = damage.frame.hash.flatMap(header), isNeeded(finalizationOf: block)
            else { continue }
            needed.insert(block)
        }
        if let chain = finalChain { needed.formUnion(unprovenBoundaries(of: chain)) }
        return needed.sorted { ($0.header.height, $0.hash) < ($1.header.height, $1.hash) }
    }

    private mutating func mend(
        finalizationOf block: HashedHeader,
        at places: [LedgerDamage],
        from source: any BlockSource
    ) throws(StorageError) {
        guard let electorate = electorate(of: block) else { return }
        let height = block.header.height
        func stored(_ proof: [UInt8]) -> StoredFinalization {
            StoredFinalization(hash: block.hash, height: height, proof: proof)
        }
        let proof = source.finalization(of: block) { proof in
            (try? electorate.finalization(proof, of: block)) != nil
        }
        guard let proof else { return }
        let isThere =
            if let place = places.first(where: { ledger.fits(stored(proof), $0) }) {
                try ledger.mend(place, with: stored(proof))
            } else {
                // No place is left for it, or it has more votes than fit there.
                try ledger.add(stored(proof))
            }
        guard isThere else { return }
        outcome.mendedCount += 1
        tell(.mendedFinalization(height: height))
    }

    /// The validators that a block was decided by: those of the genesis, or what the blocks of the
    /// epochs before lead to.
    private func electorate(of block: HashedHeader) -> Electorate? {
        let inspector = StatementInspector(genesis: genesis, catalogue: catalogue, depth: .shape)
        guard
            var replay = try? FinalizedReplay(genesis, inspector, ledger.reader, electorates),
            let hashes = try? Restoration.hashes(upTo: block.header.parent, ledger.reader, genesis)
        else { return nil }
        for hash in hashes {
            if replay.electorate.epoch == block.header.epoch { break }
            guard (try? replay.apply(hash)) != nil else { return nil }
        }
        return replay.electorate.epoch == block.header.epoch ? replay.electorate : nil
    }
}
