/// What became durable in the ledger folder, for the reading side to learn.
package struct LedgerReceipt: Sendable {
    /// A change in the list of segments.
    enum SegmentChange: Sendable {
        /// A new segment; readers share the writer's open file.
        case opened(SegmentName, any File)
        /// The newest segment got its final name.
        case sealed(SegmentName)
    }

    /// The frames written, in order.
    package internal(set) var entries: [FrameEntry] = []
    /// In order; a seal comes after the entries, an opening before them.
    var opened: [SegmentChange] = []
    var sealed: [SegmentChange] = []

    /// Nothing was written.
    init() {}
}
