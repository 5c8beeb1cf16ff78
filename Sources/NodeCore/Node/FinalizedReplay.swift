import Cryptography
import Ledger
import Storage

/// Executes stored blocks again, from the genesis on.
struct FinalizedReplay {
    private(set) var state: LedgerState
    private(set) var history: HistoryIndex
    private(set) var keys: [Digest: VerificationKey] = [:]
    private let genesis: Genesis
    private var inspector: StatementInspector

    init(_ genesis: Genesis, _ inspector: StatementInspector) throws(RestorationError) {
        do throws(GenesisError) { state = try LedgerState(genesis) } catch {
            throw .genesis(error)
        }
        history = HistoryIndex(genesis)
        self.genesis = genesis
        self.inspector = inspector
        for identifier in genesis.keyIdentifiers {
            keys[identifier] = state.finalized.grant(of: identifier)?.key
        }
    }

    /// Executes the next block and makes it final.
    mutating func apply(_ hash: Digest, from archive: StoreReader) throws(RestorationError) {
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
        if let charter = executed.nextCharter { inspector = try inspector.under(charter) }
        history.append(
            HashedHeader(header, suite: genesis.suite),
            statements.map(\.indexed)
        )
        for statement in statements {
            if let key = statement.grantedKey { keys[key.identifier] = key }
        }
    }
}
