/// A point in the life of a validator: views begin again at 1 in every epoch.
package struct ViewMark: Hashable, Comparable, Sendable {
    /// The epoch.
    package let epoch: UInt64
    /// The view within the epoch.
    package let view: UInt64

    /// Before every view of every epoch.
    package static let zero = ViewMark(epoch: 0, view: 0)

    /// Beyond every view: how far a validator voted whose journal and ceiling are lost.
    package static let unknown = ViewMark(epoch: .max, view: .max)

    /// Names a view.
    package init(epoch: UInt64, view: UInt64) {
        self.epoch = epoch
        self.view = view
    }

    /// Orders by epoch, then by view.
    package static func < (left: Self, right: Self) -> Bool {
        (left.epoch, left.view) < (right.epoch, right.view)
    }
}

/// One thing that a validator must remember: a vote it signed, a quorum proof it acted on.
package struct JournalRecord: Hashable, Sendable {
    /// What the payload is; the journal does not care.
    package let type: UInt8
    /// The view it belongs to; segments below a floor are dropped by this.
    package let mark: ViewMark
    /// The bytes to remember.
    package let payload: [UInt8]

    /// Puts the parts together.
    package init(type: UInt8, mark: ViewMark, payload: [UInt8]) {
        self.type = type
        self.mark = mark
        self.payload = payload
    }
}
