/// A seeded source of numbers; one for each concern, so that shrinking one leaves the others alone.
///
/// SplitMix64 (Steele, Lea, Flood 2014).
struct RandomStream: RandomNumberGenerator, Sendable {
    private var state: UInt64

    /// The stream of one concern under a seed.
    init(seed: UInt64, concern: UInt64) {
        state = seed &* 0x9e37_79b9_7f4a_7c15 ^ concern &* 0xd1b5_4a32_d192_ed03
        _ = next()
    }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
        return mixed ^ mixed >> 31
    }

    /// A number in the range.
    mutating func pick(_ range: ClosedRange<UInt64>) -> UInt64 {
        range.lowerBound + next() % (range.upperBound - range.lowerBound + 1)
    }

    /// An index below `count`.
    mutating func index(below count: Int) -> Int { Int(next() % UInt64(count)) }

    /// True in `percent` of a hundred draws.
    mutating func chance(_ percent: UInt64) -> Bool { next() % 100 < percent }
}
