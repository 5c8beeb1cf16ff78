package import Consensus
import CBOR
package import Cryptography
package import Ledger
package import Storage

/// What a node knows when it starts: rebuilt from the genesis and its own block store.
///
/// The blocks were executed and finalized here before, so their signatures are not checked again;
/// every root is, since the headers say what execution must lead to.
package struct Restoration {
    /// The epoch that the tip belongs to.
    package let epoch: Epoch
    /// The newest finalized block and its proof.
    package let tip: FinalizedTip
    /// The ledger's state after it.
    package let state: LedgerState
    /// What queries and proofs need.
    package let history: HistoryIndex
    /// Every key ever granted, revoked ones included.
    package let keys: [Digest: VerificationKey]

    /// Replays the finalized blocks of a store; `progress` hears of each height and the last.
    ///
    /// `authenticator` checks the votes of the tip's proof and of everything that follows.
    package init(
        genesis: Genesis,
        inspector: StatementInspector,
        archive: StoreReader,
        authenticator: any VoteAuthenticator,
        progress: (_ height: UInt64, _ last: UInt64) -> Void
    ) throws(RestorationError) {
        let anchor = HashedHeader(genesis.genesisHeader, suite: genesis.suite)
        epoch = Epoch(
            electorate: Electorate(
                chain: genesis.chain,
                epoch: 0,
                thresholds: QuorumThresholds(count: genesis.validators.count),
                validatorsHash: genesis.validators.hash(genesis.suite),
                authenticator: authenticator
            ),
            anchor: anchor
        )
        var replay = try FinalizedReplay(genesis, inspector)
        let hashes = try Self.finalizedHashes(archive, genesis)
        for (index, hash) in hashes.enumerated() {
            try replay.apply(hash, from: archive)
            progress(UInt64(index + 1), UInt64(hashes.count))
        }
        state = replay.state
        history = replay.history
        keys = replay.keys
        tip =
            try Self.tip(replay.history, archive, epoch.electorate)
            ?? FinalizedTip(
                block: anchor,
                proof: nil
            )
    }

    /// The finalized blocks' hashes in height order, found by walking back from the newest.
    private static func finalizedHashes(
        _ archive: StoreReader,
        _ genesis: Genesis
    ) throws(RestorationError) -> [Digest] {
        guard let newest = archive.highestFinalization else { return [] }
        let anchor = genesis.genesisHeader.hash(genesis.suite)
        var hashes: [Digest] = []
        var hash = newest.hash
        while hash != anchor {
            hashes.append(hash)
            guard
                let bytes = try Self.read({ () throws(StorageError) in try archive.header(hash) }),
                let header = try? BlockHeader(decoding: bytes), header.height > 0
            else { throw .missing(hash) }
            hash = header.parent
        }
        return hashes.reversed()
    }

    private static func tip(
        _ history: HistoryIndex,
        _ archive: StoreReader,
        _ electorate: Electorate
    ) throws(RestorationError) -> FinalizedTip? {
        guard let block = history.header(at: history.height), history.height > 0 else { return nil }
        guard
            let stored = try read({ () throws(StorageError) in
                try archive.finalization(covering: history.height)
            })
        else { return nil }
        do throws(ChainError) {
            var reader = CBORReader(stored.proof)
            let proof = try QuorumProof(
                from: &reader,
                block: block,
                chain: electorate.chain,
                validatorCount: electorate.count
            )
            return FinalizedTip(block: block, proof: try Verified(proof, by: electorate))
        } catch {
            throw .badProof(height: stored.height, error)
        }
    }

    /// Wraps what the store reports.
    static func read<Value>(
        _ body: () throws(StorageError) -> Value
    ) throws(RestorationError) -> Value {
        do { return try body() } catch { throw .storage(error) }
    }
}
