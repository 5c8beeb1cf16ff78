package import CBOR

/// The views for which a node lacks any proof it could build on.
///
/// For every view either a notarization or a nullification helps, so the answer sends what there is
/// of both kinds, a few views at a time. Wire form: `[epoch, first, last]`.
package struct ProofRequest: Hashable, Sendable {
    /// The epoch of the views.
    package let epoch: UInt64
    /// The views asked for; never empty.
    package let views: ClosedRange<UInt64>

    /// Asks for the proofs of some views.
    package init(epoch: UInt64, views: ClosedRange<UInt64>) {
        self.epoch = epoch
        self.views = views
    }

    /// Appends the wire form.
    package func encode(into writer: inout CBORWriter) {
        writer.array(3)
        writer.unsigned(epoch)
        writer.unsigned(views.lowerBound)
        writer.unsigned(views.upperBound)
    }

    /// Reads a request.
    package init(from reader: inout CBORReader) throws(ConsensusError) {
        let first: UInt64
        let last: UInt64
        do {
            try reader.array(count: 3)
            epoch = try reader.unsigned()
            first = try reader.unsigned()
            last = try reader.unsigned()
        } catch { throw .encoding(error) }
        guard first <= last else { throw .emptyRange }
        views = first...last
    }
}
