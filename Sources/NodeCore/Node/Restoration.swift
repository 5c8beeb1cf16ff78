package import Consensus
package import Cryptography
package import Ledger
package import Storage

/// What a node knows when it starts: rebuilt from the genesis and its own block store.
///
/// The blocks were executed and finalized here before, so their signatures are not checked again;
/// every root is, since the headers say what execution must lead to.
package struct Restoration {
    /// The epoch that goes on after the tip.
    package let epoch: Epoch
    /// The newest finalized block and its proof; without proof where the epoch starts from it.
    package let tip: FinalizedTip
    /// The encoded finalization of the tip; empty for the genesis block.
    package let tipProof: [UInt8]
    /// The epochs there were.
    package let epochs: EpochHistory
    /// Makes the electorates of the epochs to come.
    package let electorates: ElectorateMaker
    /// The ledger's state after the tip.
    package let state: LedgerState
    /// What queries and proofs need.
    package let history: HistoryIndex
    /// Every key ever granted, revoked ones included.
    package let keys: [Digest: VerificationKey]

    /// Replays the finalized blocks of a store; `progress` hears of each height and the last, and
    /// ends the replay by throwing.
    ///
    /// `electorates` checks the finalization of each epoch's last block and of the tip, each by
    /// the validators of its own epoch.
    package init(
        genesis: Genesis,
        inspector: StatementInspector,
        archive: StoreReader,
        electorates: ElectorateMaker,
        progress: (_ height: UInt64, _ last: UInt64) throws(RestorationError) -> Void
    ) throws(RestorationError) {
        var replay = try FinalizedReplay(genesis, inspector, archive, electorates)
        let hashes = try Self.hashes(upTo: archive.highestFinalization?.hash, archive, genesis)
        for (index, hash) in hashes.enumerated() {
            try replay.apply(hash)
            try progress(UInt64(index + 1), UInt64(hashes.count))
        }
        state = replay.state
        history = replay.history
        epochs = replay.epochs
        keys = replay.keys
        self.electorates = electorates
        epoch = Epoch(electorate: replay.electorate, anchor: replay.anchor)
        guard let newest = history.header(at: history.height), newest != replay.anchor else {
            tip = FinalizedTip(block: replay.anchor, proof: nil)
            tipProof = epochs.ends.last?.finalization ?? []
            return
        }
        tipProof = try replay.finalization(of: newest)
        do throws(ChainError) {
            tip = FinalizedTip(
                block: newest,
                proof: try replay.electorate.finalization(tipProof, of: newest)
            )
        } catch { throw .badProof(height: newest.header.height, error) }
    }

    /// The hashes of a block and its ancestors in height order, found by walking back.
    static func hashes(
        upTo newest: Digest?,
        _ archive: StoreReader,
        _ genesis: Genesis
    ) throws(RestorationError) -> [Digest] {
        let anchor = genesis.genesisHeader.hash(genesis.suite)
        var hashes: [Digest] = []
        var hash = newest ?? anchor
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

    /// Wraps what the store reports.
    static func read<Value>(
        _ body: () throws(StorageError) -> Value
    ) throws(RestorationError) -> Value {
        do { return try body() } catch { throw .storage(error) }
    }
}
