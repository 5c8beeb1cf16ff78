/// A rule of the protocol that the simulator may switch off to prove that its checkers notice.
///
/// Each is one row of the model check that the safety argument rests on (Safety, *Canaries*).
package enum Mutation: String, Hashable, Sendable, CaseIterable {
    /// Finalize(v) is signed although Nullify(v) was.
    case finalizeThoughNullified
    /// Nullify(v) is signed although Finalize(v) was.
    case nullifyThoughFinalized
    /// A second Notarize of the same view is signed.
    case notarizeTwice
    /// A quorum is 2f + 1 instead of n − f.
    case smallQuorum
    /// The journal's votes are not restored.
    case forgetVotes
    /// Skipped views need no nullification (N4): leaders build on the tip whatever is notarized
    /// above it, and validators vote for that.
    case skipWithoutNullification
    /// The last block of an epoch may have children in it, and voting goes on after it is final.
    case extendPastBoundary
    /// A vote of this node that its journal does not know makes it halt.
    case rememberOwnVotes
}
