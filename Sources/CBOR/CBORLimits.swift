/// How much a reader is willing to take in, so that a short input cannot ask for much work.
package struct CBORLimits: Hashable, Sendable {
    /// Arrays, maps and tags inside one another.
    package var maximumDepth: Int
    /// Bytes of one byte or text string.
    package var maximumStringBytes: Int
    /// Elements of one array, or pairs of one map.
    package var maximumItems: Int

    /// Depth 16, strings of 8 MiB and 65,536 items unless told otherwise.
    package init(
        maximumDepth: Int = 16,
        maximumStringBytes: Int = 8 << 20,
        maximumItems: Int = 65_536
    ) {
        self.maximumDepth = maximumDepth
        self.maximumStringBytes = maximumStringBytes
        self.maximumItems = maximumItems
    }

    /// The limits that fit everything on the ledger.
    package static let standard = CBORLimits()
}
