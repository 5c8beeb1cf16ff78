import Ledger

/// What the statements and proofs of each epoch are checked by, as far as execution has come.
///
/// An epoch begins when the last block of the one before was executed: what its proposals decided
/// is nowhere but in the state. So frames of an epoch are checked after that, never ahead.
struct EpochDirectory: Sendable {
    /// What one epoch's frames are checked by.
    struct Entry: Sendable {
        let inspector: StatementInspector
        let electorate: Electorate
        let limits: Limits
    }

    private var entries: [Entry] = []

    init(_ genesis: Genesis, _ inspector: StatementInspector) throws(ChainError) {
        let charter = Charter(genesis)
        entries = [
            Entry(
                inspector: inspector,
                electorate: try Electorate(chain: genesis.chain, set: charter.validators),
                limits: charter.limits
            )
        ]
    }

    /// What an epoch's frames are checked by; nil when execution has not come so far.
    func entry(_ epoch: UInt64) -> Entry? {
        epoch < UInt64(entries.count) ? entries[Int(epoch)] : nil
    }

    /// What the blocks of an epoch are checked by as long as the epoch is unknown.
    ///
    /// Whatever they break cannot be blamed on them with certainty then; but the forms of
    /// statements change seldom, and signatures never.
    var newest: Entry { entries[entries.count - 1] }

    /// Learns what the epoch after the newest one goes by.
    mutating func append(_ charter: Charter) throws(LedgerError) {
        precondition(charter.epoch == UInt64(entries.count), "epochs follow one another")
        let electorate: Electorate
        do {
            electorate = try Electorate(chain: charter.chain, set: charter.validators)
        } catch { throw LedgerError(.governance(.validators(error))) }
        entries.append(
            Entry(
                inspector: try newest.inspector.under(charter),
                electorate: electorate,
                limits: charter.limits
            )
        )
    }
}
