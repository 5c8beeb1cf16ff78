import Ledger

/// What a validator waits for that lost its journal and its vote ceiling (rule "lost journal").
///
/// It may have voted in any view that it was ever in, and knows none of them. To enter view v it
/// had seen a quorum's votes in v − 1; at least f of the honest others cast one. Of any n − f
/// others one is among them, and has been in v − 1 or beyond ever since. So when n − f others have
/// answered and the furthest of them stands at M, every forgotten vote is at M + 1 or below.
///
/// Spec: <doc:Safety#Lost-journal>.
struct Recovery: Sendable {
    /// How far beyond the proven view a floor is believed; a liar can silence no node for longer.
    static let floorSlack: UInt64 = 128

    /// The index of this node in the validator set.
    let index: UInt64
    /// The vote key, unused until the floor is known.
    let signer: any VoteSigner
    /// The number that this life asks with.
    let question: UInt64
    /// No vote at this view or below; nil while too few have answered.
    private(set) var floor: UInt64?
    private var standings: [Standing?]

    init(index: UInt64, signer: any VoteSigner, question: UInt64, count: Int) {
        self.index = index
        self.signer = signer
        self.question = question
        standings = Array(repeating: nil, count: count)
    }

    /// How many others have answered.
    var answerCount: Int { standings.count { $0 != nil } }

    /// Takes an answer; of several by one peer the one that asks for least proof.
    mutating func note(_ standing: Standing, from peer: UInt64) {
        guard standing.question == question, peer != index, peer < UInt64(standings.count) else {
            return
        }
        if let earlier = standings[Int(peer)], earlier.reach <= standing.reach { return }
        standings[Int(peer)] = standing
    }

    /// Finds the floor, once n − f others have answered and none of those is ahead of what is
    /// proven here; true when it was found now.
    ///
    /// `view` was entered by a proof, so an answer that claims a later one is not believed yet.
    mutating func settle(provenView view: UInt64, quorum: Int) -> Bool {
        guard floor == nil else { return false }
        let believed = standings.compactMap(\.self).filter {
            $0.view <= view && $0.floor <= view.addingCapped(Self.floorSlack)
        }
        guard believed.count >= quorum else { return false }
        floor = believed.reduce(view) { max($0, $1.reach) }.addingCapped(1)
        return true
    }
}
