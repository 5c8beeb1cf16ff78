#if CANARIES
import Consensus
import Simulation
import Testing

/// A simulator that does not notice a broken rule is too weak; ordinary releases cannot break one.
///
/// These show within a few seeds; `scripts/canaries` searches for all of them, at release speed.
@Suite struct CanaryTests {
    static let soonNoticed: [Mutation] = [
        .finalizeThoughNullified, .forgetVotes, .notarizeTwice, .nullifyThoughFinalized,
        .skipWithoutNullification, .sendBeforeSync, .dropRestoredVotes, .forgetFinalizes,
        .believeParents, .skipFolderSync, .keepEveryVote, .sendInHashOrder,
    ]

    @Test(arguments: soonNoticed)
    func `a broken rule is noticed`(mutation: Mutation) throws {
        let canary = try #require(Canary.all.first { $0.mutation == mutation })
        #expect(canary.search(from: 0) { $0 < 60 }.found != nil)
    }
}
#endif
