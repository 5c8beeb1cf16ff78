/// A rule of the protocol that the simulator may switch off to prove that its checkers notice.
///
/// Each is one row of the model check that the safety argument rests on (Safety, *Canaries*).
/// Each is the mistake of a careless engineer.
package enum Mutation: String, Hashable, Sendable, CaseIterable {
    /// Finalize(v) is signed although Nullify(v) was.
    case finalizeThoughNullified
    /// Nullify(v) is signed although Finalize(v) was: who gives up a view gives up the one before
    /// as well, if that is not final yet.
    case nullifyThoughFinalized
    /// A second Notarize of the same view is signed.
    case notarizeTwice
    /// A quorum is 2f + 1 instead of n − f.
    case smallQuorum
    /// The journal's votes are not restored.
    case forgetVotes
    /// The journal's Nullify votes are not restored.
    case forgetNullifies
    /// The journal's Finalize votes are not restored.
    case forgetFinalizes
    /// The journal's Notarize votes are not restored.
    case forgetNotarizes
    /// One vote of a quorum counts twice, so that n − f − 1 signers decide.
    case countSignerTwice
    /// Votes leave, and count, before their records are durable (S2).
    case sendBeforeSync
    /// Restored votes forbid others as they should, but are neither sent nor counted again.
    case dropRestoredVotes
    /// The timer is set once in a life.
    case armTimerOnce
    /// Skipped views need no nullification (N4): leaders build on the tip whatever is notarized
    /// above it, and validators vote for that.
    case skipWithoutNullification
    /// The last block of an epoch may have children in it, and voting goes on after it is final.
    case extendPastBoundary
    /// The parent of a proposal needs no proof: what its leader says was notarized is built on.
    case believeParents
    /// Votes are kept for views however far ahead.
    case keepEveryVote
    /// Own votes leave in the order of a hash table, which differs from process to process.
    case sendInHashOrder
    /// Folders are not synced after files were created or renamed in them.
    case skipFolderSync
    /// A vote of this node that its journal does not know does not make it halt.
    case rememberOwnVotes

    /// Whether this build can switch rules off.
    package static var isPossible: Bool {
        #if CANARIES
        true
        #else
        false
        #endif
    }
}
