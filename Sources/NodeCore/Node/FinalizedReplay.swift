import Cryptography
import Ledger
import Storage

/// Executes stored blocks again, from the genesis on, and follows the changes of validators.
struct FinalizedReplay {
    private(set) var state: LedgerState
    private(set) var history: HistoryIndex
    private(set) var epochs: EpochHistory
    /// The validators of the epoch that has not ended.
    private(set) var electorate: Electorate
    private(set) var keys: [Digest: VerificationKey] = [:]
    private let genesis: Genesis
    private let archive: StoreReader
    private let electorates: ElectorateMaker
    private var inspector: StatementInspector

    init(
        _ genesis: Genesis,
        _ inspector: StatementInspector,
        _ archive: StoreReader,
        _ electorates: ElectorateMaker
    ) throws(RestorationError) {
        do throws(GenesisError) { state = try LedgerState(genesis) } catch {
            throw .genesis(error)
        }
        do throws(ChainError) {
            electorate = try electorates.electorate(of: genesis.validators)
        } catch { throw .genesis(.validators(error)) }
        history = HistoryIndex(genesis)
        epochs = EpochHistory(genesis)
        self.genesis = genesis
        self.archive = archive
        self.electorates = electorates
        self.inspector = inspector
        for identifier in genesis.keyIdentifiers {
            keys[identifier] = state.finalized.grant(of: identifier)?.key
        }
        learnKeys()
    }

    /// The block that the current epoch starts from.
    var anchor: HashedHeader {
        epochs.ends.last?.last ?? HashedHeader(genesis.genesisHeader, suite: genesis.suite)
    }

    /// Executes the next block and makes it final.
    mutating func apply(_ hash: Digest) throws(RestorationError) {
        guard
            let stored = try Restoration.read({ () throws(StorageError) in
                try archive.block(hash)
            })
        else { throw .missing(hash) }
        do throws(LedgerError) {
            try apply(stored)
        } catch {
            throw .invalid(height: stored.height, error)
        }
        guard let block = history.header(at: history.height), block.header.isBoundary else {
            return
        }
        try endEpoch(with: block)
    }

    private mutating func apply(_ stored: StoredBlock) throws(LedgerError) {
        guard let header = try? BlockHeader(decoding: stored.header) else {
            throw LedgerError(.block(.unknownParent(stored.hash)))
        }
        let body = try BlockBody(decoding: stored.body, limits: state.charter.limits)
        var statements: [CheckedStatement] = []
        for (index, submission) in body.submissions.enumerated() {
            do {
                let inspected = try inspector.inspect(submission)
                statements.append(CheckedStatement(AuthenticStatement(finalizedHere: inspected)))
            } catch { throw error.at(statement: index) }
        }
        let executed = try state.verify(header, statements.map(\.authentic))
        state.adopt(executed)
        try state.finalize(executed.hash)
        history.append(
            HashedHeader(header, suite: genesis.suite),
            statements.map(\.indexed)
        )
        for statement in statements {
            if let key = statement.grantedKey { keys[key.identifier] = key }
        }
    }

    /// The validators of the epoch prove its last block; then the next ones are in force.
    private mutating func endEpoch(with last: HashedHeader) throws(RestorationError) {
        let proof = try finalization(of: last)
        epochs.append(
            EpochHistory.End(last: last, finalization: proof, next: state.charter.validators)
        )
        do throws(ChainError) {
            electorate = try electorates.electorate(of: epochs.current)
        } catch { throw .badProof(height: last.header.height, error) }
        do throws(LedgerError) {
            inspector = try inspector.under(state.charter)
        } catch { throw .invalid(height: last.header.height, error) }
        learnKeys()
    }

    private mutating func learnKeys() {
        for (key, _) in state.charter.ungrantedKeys where keys[key.identifier] == nil {
            keys[key.identifier] = key
        }
    }

    /// The stored finalization of a block of the current epoch, checked.
    func finalization(of block: HashedHeader) throws(RestorationError) -> [UInt8] {
        let height = block.header.height
        guard
            let stored = try Restoration.read({ () throws(StorageError) in
                try archive.finalization(covering: height)
            }), stored.hash == block.hash
        else { throw .unproven(height: height) }
        do throws(ChainError) {
            _ = try electorate.finalization(stored.proof, of: block)
        } catch { throw .badProof(height: height, error) }
        return stored.proof
    }
}
