import Cryptography
import Ledger
import Storage

extension HomeRepair {
    /// A block that was stored and is not whole, or not there.
    struct Target: Hashable {
        let hash: Digest
        let height: UInt64
    }

    /// Fetches damaged blocks, lowest first: each is proven by those before it.
    mutating func mendBlocks(from source: any BlockSource) throws(StorageError) {
        let targets = targets(source)
        for (index, target) in targets.enumerated() {
            tell(.tried(done: index, of: targets.count))
            try mend(target, from: source)
        }
        tell(.tried(done: targets.count, of: targets.count))
    }

    private mutating func mend(
        _ target: Target,
        from source: any BlockSource
    ) throws(StorageError) {
        let named = ledger.damages.filter {
            $0.frame.hash == target.hash && $0.frame.kind == .block
        }
        // The tightest place that it fits in is the likeliest.
        let places =
            named.isEmpty
            ? unnamed.sorted { $0.frame.spot.byteCount < $1.frame.spot.byteCount } : named
        guard !places.isEmpty else { return }
        let ledger = ledger
        func place(of block: StoredBlock) -> LedgerDamage? {
            places.first { ledger.fits(block, $0) }
        }
        guard let block = proven(target, from: source, where: { place(of: $0) != nil }),
            let place = place(of: block), try self.ledger.mend(place, with: block)
        else { return }
        outcome.mendedCount += 1
        tell(.mendedBlock(height: block.height, block.hash))
    }

    /// A block that proves itself on those before it and is suitable; nil when nobody has it.
    mutating func proven(
        _ target: Target,
        from source: any BlockSource,
        where isSuitable: (StoredBlock) -> Bool
    ) -> StoredBlock? {
        var prover = prover
        var found: StoredBlock?
        _ = source.block(target.hash) { [ledger] carried in
            guard let header = hashed(carried.header), header.hash == target.hash else {
                return false
            }
            let block = StoredBlock(
                hash: header.hash,
                height: header.header.height,
                header: carried.header,
                body: carried.body
            )
            guard isSuitable(block), prover.proves(block.body, of: header.header, in: ledger.reader)
            else { return false }
            found = block
            return true
        }
        if found != nil { self.prover = prover }
        return found
    }

    /// The blocks to fetch, lowest first.
    private func targets(_ source: any BlockSource) -> [Target] {
        var pending: [Target] = ledger.damages.compactMap { damage in
            guard damage.frame.kind == .block, let hash = damage.frame.hash,
                let height = damage.frame.height
            else { return nil }
            return Target(hash: hash, height: height)
        }
        let seeksUnnamed = !unnamed.isEmpty
        if seeksUnnamed { pending += missing() }
        var targets: [Digest: Target] = [:]
        while let next = pending.popLast() {
            guard targets[next.hash] == nil, next.height > 0, !ledger.reader.contains(next.hash)
            else { continue }
            targets[next.hash] = next
            guard seeksUnnamed, let header = lostHeader(of: next, source) else { continue }
            pending.append(Target(hash: header.header.parent, height: header.header.height - 1))
        }
        return targets.values.sorted { ($0.height, $0.hash) < ($1.height, $1.hash) }
    }

    /// The header of a damaged block: as it stands there, or else from a peer.
    func lostHeader(of target: Target, _ source: any BlockSource) -> HashedHeader? {
        let named = ledger.damages.first { $0.frame.hash == target.hash }
        if let named, let header = hashed(named.frame.header), header.hash == target.hash {
            return header
        }
        let carried = source.block(target.hash) { hashed($0.header)?.hash == target.hash }
        return carried.flatMap { hashed($0.header) }.flatMap { $0.header.height > 0 ? $0 : nil }
    }

    /// What whole headers, the newest finalization, and headers in places without a whole fixed
    /// part name, and the store lacks.
    private func missing() -> [Target] {
        var missing: [Target] = []
        var seen = 0
        var height: UInt64 = 0
        while seen < ledger.reader.blockCount {
            height += 1
            let hashes = ledger.reader.blockHashes(at: height)
            seen += hashes.count
            for hash in hashes {
                guard let parent = header(hash)?.header.parent else { continue }
                missing.append(Target(hash: parent, height: height - 1))
            }
        }
        if let newest = ledger.reader.highestFinalization {
            missing.append(Target(hash: newest.hash, height: newest.height))
        }
        for damage in unnamed {
            guard let header = hashed(damage.frame.header) else { continue }
            missing.append(Target(hash: header.hash, height: header.header.height))
        }
        return missing.filter { !ledger.reader.contains($0.hash) }
    }
}
