/// Who decides on changes of the chain's charter, and with which majority.
package struct Governance: Hashable, Sendable {
    /// Who has a voice.
    package enum Voices: Hashable, Sendable {
        /// Each member that runs a validator, for as long as it does.
        case validators
        /// The members of these codes, for as long as they are members.
        case members([String])
    }

    /// Who has a voice; a member never has more than one.
    package var voices: Voices
    /// The numerator of the share of the voices that decides.
    package var numerator: UInt64
    /// The denominator of that share.
    package var denominator: UInt64

    /// Describes a governance.
    package init(voices: Voices, numerator: UInt64, denominator: UInt64) {
        self.voices = voices
        self.numerator = numerator
        self.denominator = denominator
    }

    /// Each member that runs a validator has one voice; two thirds of the voices decide.
    package static let standard = Governance(voices: .validators, numerator: 2, denominator: 3)

    /// The largest denominator that a genesis may name.
    static let maximumDenominator: UInt64 = 1_000

    /// Whether the share is more than nothing and at most everything.
    var isSound: Bool {
        1...Self.maximumDenominator ~= denominator && 1...denominator ~= numerator
    }

    /// How many of so many voices decide: the share, rounded up.
    package func needed(of voices: Int) -> Int {
        Int((UInt64(voices) * numerator + denominator - 1) / denominator)
    }
}
