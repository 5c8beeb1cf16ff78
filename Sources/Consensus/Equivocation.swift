package import Ledger

/// Two votes of one validator that no correct validator casts in one view.
///
/// Exactly three pairs count: two different Notarize, two different Finalize, Nullify and Finalize.
/// Notarize and Nullify together are ordinary behaviour. Statements are compared, never signatures:
/// P-256 signatures of one statement differ.
package struct Equivocation: Hashable, Sendable {
    /// The vote seen first.
    package let first: Vote
    /// The vote that contradicts it.
    package let second: Vote

    /// Pairs two votes; nil unless they contradict each other.
    package init?(_ first: Verified<Vote>, _ second: Verified<Vote>) {
        let (one, other) = (first.value, second.value)
        guard one.signer == other.signer, one.statement.contradicts(other.statement) else {
            return nil
        }
        self.first = one
        self.second = other
    }
}

extension VoteStatement {
    /// Whether no correct validator casts both votes.
    func contradicts(_ other: VoteStatement) -> Bool {
        guard chainID == other.chainID, epoch == other.epoch, view == other.view else {
            return false
        }
        switch (kind, other.kind) {
        case (.notarize, .notarize), (.finalize, .finalize): return block != other.block
        case (.nullify, .finalize), (.finalize, .nullify): return true
        default: return false
        }
    }
}
