import Ledger
package import NodeCore

extension Diagnosis {
    /// The arithmetic of agreement: n validators, of which f may fail and q = n − f must vote.
    package struct Quorum: Hashable, Sendable {
        /// A validator whose vote does not count now.
        package struct Missing: Hashable, Sendable {
            /// Why not.
            package enum Reason: Hashable, Sendable {
                /// It does not answer, and no node hears it.
                case silent
                /// It answers and does not vote.
                case abstains(Abstention)
                /// It has not caught up yet.
                case behind
            }

            /// Its name.
            package let name: String
            /// Why its vote does not count.
            package let reason: Reason
            /// How long ago another node heard it last; nil when nobody says.
            package let heardAgoMs: UInt64?
        }

        /// The validators that vote, in the order of the set.
        package let voting: [String]
        /// The others, in the order of the set.
        package let missing: [Missing]
        private let thresholds: QuorumThresholds

        /// Counts a validator set; nil for an empty one.
        init?(voting: [String], missing: [Missing]) {
            guard !voting.isEmpty || !missing.isEmpty else { return nil }
            self.voting = voting
            self.missing = missing
            thresholds = QuorumThresholds(count: voting.count + missing.count)
        }

        /// The number of validators, n.
        package var count: Int { thresholds.count }
        /// How many may fail, f.
        package var faults: Int { thresholds.faults }
        /// How many votes decide, q.
        package var needed: Int { thresholds.quorum }
        /// Whether enough vote.
        package var isReached: Bool { voting.count >= needed }
        /// How many more may fail before the chain stands.
        package var spare: Int { voting.count - needed }
    }
}
