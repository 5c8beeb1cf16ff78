package import Cryptography

/// The proposals that the state remembers, in the order of the ledger.
package struct ProposalRegister: Sendable {
    /// How many are remembered; the oldest decided ones are forgotten first.
    package static let capacity = 1_024
    /// How many open proposals a member may have.
    package static let openPerMember = 4

    /// The proposals, oldest first.
    package private(set) var records: [ProposalRecord] = []

    /// The proposal whose statement has this entry.
    package func record(_ entry: Digest) -> ProposalRecord? {
        records.last { $0.entry == entry }
    }

    mutating func append(_ record: ProposalRecord, timeMs: UInt64) {
        if records.count >= Self.capacity,
            let oldest = records.firstIndex(where: { !$0.isOpen(at: timeMs) })
        {
            records.remove(at: oldest)
        }
        records.append(record)
    }

    mutating func replace(_ record: ProposalRecord) {
        guard let index = records.lastIndex(where: { $0.entry == record.entry }) else { return }
        records[index] = record
    }
}

/// How the voices on a proposal stand, by the members that have one now.
package struct Tally: Hashable, Sendable {
    /// How many members have a voice.
    package let voices: Int
    /// How many approvals decide.
    package let needed: Int
    /// How many are for it.
    package let approvals: Int
    /// How many are against it.
    package let rejections: Int

    /// Counts the voices of members that have one; those of others do not count.
    package init(of record: ProposalRecord, under charter: Charter) {
        let governors = charter.governorIndexes
        voices = governors.count
        needed = charter.governance.needed(of: governors.count)
        let counted = record.voices.filter { governors.contains($0.memberIndex) }
        approvals = counted.count { $0.approves }
        rejections = counted.count - approvals
    }

    /// Whether the majority is for it.
    package var isApproved: Bool { approvals >= needed }
    /// Whether the majority cannot be reached any more.
    package var isOutOfReach: Bool { voices - rejections < needed }
}
