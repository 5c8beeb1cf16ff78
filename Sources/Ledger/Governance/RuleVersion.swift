/// The versions of the ledger's rules that this program knows.
///
/// A chain says from which height a version holds; blocks below keep the version they were made by,
/// so that a newer program replays an old chain by the old rules.
package enum RuleVersion: UInt64, Hashable, Sendable, CaseIterable {
    /// The first rules.
    case first = 1
}

/// From which height on which version of the rules holds.
///
/// - Invariant: versions and heights ascend; the first entry is version 1 from height 0.
package struct RuleSchedule: Hashable, Sendable {
    /// One version and the first height at which it holds.
    package struct Entry: Hashable, Sendable {
        /// The version's number; this program need not know it.
        package let version: UInt64
        /// The first height at which it holds.
        package let height: UInt64
    }

    /// The versions in the order in which they come into force.
    package private(set) var entries = [Entry(version: 1, height: 0)]

    /// The schedule of a new chain.
    package init() {}

    /// The number of the version that holds at a height.
    package func number(at height: UInt64) -> UInt64 {
        entries.last { $0.height <= height }?.version ?? 1
    }

    /// The version that holds at a height; nil when this program does not know it.
    package func version(at height: UInt64) -> RuleVersion? {
        RuleVersion(rawValue: number(at: height))
    }

    /// Appends a version; both numbers must be larger than all before.
    mutating func append(
        version: UInt64,
        from height: UInt64,
        afterHeight now: UInt64
    ) throws(GovernanceViolation) {
        guard let last = entries.last, version == last.version + 1 else {
            throw .versionOutOfOrder(
                subject: "rules",
                expected: (entries.last?.version ?? 0) + 1,
                found: version
            )
        }
        guard height > now, height > last.height else {
            throw .activationTooEarly(height: height, earliest: max(now, last.height) + 1)
        }
        entries.append(Entry(version: version, height: height))
    }
}
