/// What traces are checked against: the voting rules, and what no network may show.
///
/// N1 to N6 are the conditions of Notarize.
package enum Rule: String, Hashable, Sendable, CaseIterable {
    /// A line that is none of a trace, and no torn last line of a life either.
    case readable
    /// N1: Notarize is for the current view, and for the first proposal of its leader.
    case notarizeFirstProposal = "N1"
    /// N2: Notarize follows neither Notarize nor Nullify of the view.
    case notarizeOnce = "N2"
    /// N3: the block notarized is above the final one.
    case notarizeAboveFinal = "N3"
    /// N4: the parent is proven, and every view in between is nullified.
    case notarizeProvenParent = "N4"
    /// N5: the block is executed and stored here, and its header fits its parent and view.
    case notarizeReady = "N5"
    /// N6: the block's time was acceptable.
    case notarizeTimely = "N6"
    /// Nullify is for the current view.
    case nullifyCurrentView
    /// Nullify is cast once a view.
    case nullifyOnce
    /// Nullify never follows Finalize of the view.
    case nullifyAfterFinalize
    /// Finalize needs the view's notarization of the same block.
    case finalizeNotarized
    /// Finalize needs the block and its ancestors executed and stored here.
    case finalizeReady
    /// Finalize never follows Nullify of the view, in no life.
    case finalizeAfterNullify
    /// Finalize is cast once a view.
    case finalizeOnce
    /// After a lost journal, no vote at or below any view that the lost votes were for.
    case lostVotesCovered
    /// No vote at or below the floor or the final view.
    case aboveFloor
    /// A vote carries the index and the epoch of its node, and none is cast after a halt.
    case ownVotes
    /// A vote leaves only after its record, and the block it names, are durable.
    case durableBeforeSent
    /// A durable vote is remembered by the next life.
    case votesSurvive
    /// The floor never moves backwards.
    case floorMonotone
    /// A life begins at no earlier view than its own votes.
    case viewMonotone
    /// A proof has n − f different signers, all of them validators of its epoch.
    case quorum
    /// A node forms a proof from votes that it took in, or released itself.
    case formedFromVotes
    /// Blocks become final in height order, each on the one before, proven and stored here.
    case finalInOrder
    /// An epoch begins where the one before ended, for all nodes with the same validators.
    case epochs
    /// At most one block of a view is notarized.
    case oneNotarization
    /// No view is both nullified and finalized.
    case nullifiedAndFinalized
    /// All nodes finalize one chain.
    case oneChain
    /// A validator whose trace is here released every vote that a proof shows of it.
    case signerReleased
}

/// One breach of a rule.
package struct Finding: Hashable, Sendable {
    /// The trace it stands in: a node's name.
    package let node: String
    /// The number of the line, from 1.
    package let line: Int
    /// The rule.
    package let rule: Rule
    /// What was found.
    package let detail: String
}

/// What checking traces led to.
package struct TraceReport: Hashable, Sendable {
    /// Every breach, in the order of the lines within each node.
    package var findings: [Finding] = []
    /// Lines that were judged.
    package var lineCount = 0
    /// Lines before the first life that a trace shows the beginning of.
    package var skippedCount = 0
    /// Lives that began.
    package var lifeCount = 0
    /// Votes cast.
    package var voteCount = 0
    /// Epochs seen.
    package var epochCount = 0
    /// The greatest height that became final.
    package var height: UInt64 = 0
}
