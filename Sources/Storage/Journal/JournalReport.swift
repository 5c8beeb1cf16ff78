/// What opening a vote journal found.
package struct JournalReport: Hashable, Sendable {
    /// How much of the journal can be relied on.
    package enum Outcome: Hashable, Sendable {
        /// There was no journal yet.
        case created
        /// Every batch is there.
        case intact
        /// The last batch was never acknowledged and is gone; nothing that was sent is missing.
        case tornTail
        /// Acknowledged records are missing: this validator must not vote at or below the ceiling.
        case amnesia(JournalLoss)
    }

    /// How much of the journal can be relied on.
    package internal(set) var outcome: Outcome = .intact
    /// Batches that were bad or missing in one copy and taken from the other.
    package internal(set) var repairedBatchCount = 0
    /// The ceiling before any repair; nil when both of its slots were lost.
    ///
    /// ``ViewMark/unknown`` after a loss that is not settled.
    package internal(set) var ceiling: ViewMark?

    /// True when acknowledged records are missing.
    package var isAmnesia: Bool {
        if case .amnesia = outcome { true } else { false }
    }
}

/// How a journal lost acknowledged records.
package enum JournalLoss: Hashable, Sendable {
    /// A batch is bad in both copies although a later one is good.
    case damagedBatch(segment: String, offset: Int)
    /// A segment is missing in both copies.
    case missingSegment(firstBatch: UInt64)
    /// There is no journal in a home that has taken part in the chain.
    case missingJournal
    /// There is a journal, and nothing says how far it went.
    case missingCeiling
}
