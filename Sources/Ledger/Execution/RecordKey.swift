/// A business key among all of a chain: whose, of which category, by which tag.
package struct RecordKey: Hashable, Sendable {
    /// The most members whose keys can be told apart.
    static let maximumMembers = 1 << 14
    /// The most categories whose keys can be told apart.
    static let maximumCategories = 1 << 14

    /// Member and category in 28 bits.
    let owner: UInt32
    /// The tag.
    let tag: Tag

    /// Names a key; positions beyond the maximum are a programming error.
    package init(memberIndex: Int, categoryIndex: Int, tag: Tag) {
        precondition(memberIndex < Self.maximumMembers)
        precondition(categoryIndex < Self.maximumCategories)
        self.init(owner: UInt32(memberIndex) << 14 | UInt32(categoryIndex), tag: tag)
    }

    init(owner: UInt32, tag: Tag) {
        self.owner = owner
        self.tag = tag
    }
}

/// Whether a key that has been used has a record in force.
package enum RecordPresence: UInt32, Hashable, Sendable {
    /// The last record with the key was an addition or a correction.
    case inForce = 1
    /// The last record with the key voided it.
    case voided = 2
}
