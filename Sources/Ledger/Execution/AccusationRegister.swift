/// A validator that was proven to have cast two votes that contradict each other.
package struct Accusation: Hashable, Sendable {
    /// The epoch of the votes.
    package let epoch: UInt64
    /// The view of the votes.
    package let view: UInt64
    /// The index of the validator in the set of that epoch.
    package let signer: UInt64
    /// Which pair of votes it was.
    package let pair: VotePair
    /// The name of the accused node.
    package let name: String
    /// The member that answers for it, as in statements.
    package let member: String
    /// Where the proof stands on the ledger.
    package let leafIndex: UInt64

    /// Whether evidence would prove the same once more.
    package func isOf(_ equivocation: Equivocation) -> Bool {
        epoch == equivocation.epoch && view == equivocation.view
            && signer == equivocation.signer && pair == equivocation.pair
    }
}

/// Every accusation on the ledger, in the order of the ledger.
///
/// What follows from one is for governance; nothing here excludes a validator.
package struct AccusationRegister: Sendable {
    /// How many accusations of one validator in one epoch are recorded; more prove nothing new.
    package static let perValidator = 16
    /// For how many epochs after its own a validator may still be accused.
    package static let epochs: UInt64 = 8

    /// The accusations, oldest first.
    package private(set) var accusations: [Accusation] = []

    /// The accusation that proves the same, if there is one.
    package func accusation(like equivocation: Equivocation) -> Accusation? {
        accusations.last { $0.isOf(equivocation) }
    }

    /// How often a validator is accused in an epoch.
    func count(epoch: UInt64, signer: UInt64) -> Int {
        accusations.count { $0.epoch == epoch && $0.signer == signer }
    }

    mutating func append(_ accusation: Accusation) { accusations.append(accusation) }
}
