/// The four things a comparison can come to.
enum Truth: UInt8, Sendable {
    case no, yes
    /// A field is absent.
    case unknown
    /// A number is beyond 128 bits.
    case overflow

    /// Kleene's conjunction; `overflow` wins, so that no number is large enough to slip through.
    func and(_ other: Truth) -> Truth {
        if self == .overflow || other == .overflow { return .overflow }
        if self == .no || other == .no { return .no }
        return self == .yes && other == .yes ? .yes : .unknown
    }

    /// Kleene's disjunction, with `overflow` as in `and`.
    func or(_ other: Truth) -> Truth {
        if self == .overflow || other == .overflow { return .overflow }
        if self == .yes || other == .yes { return .yes }
        return self == .no && other == .no ? .no : .unknown
    }
}
