package import CBOR

/// Where a node says it stands; nothing here is proven, so it only ever leads to help being sent.
///
/// Wire form: `[epoch, view, finalized-view, delivered-height]`.
package struct PeerStatus: Hashable, Sendable {
    /// The epoch the node is in.
    package let epoch: UInt64
    /// The view the node is in.
    package let view: UInt64
    /// The view of the highest finalization the node holds; 0 for the anchor.
    package let finalizedView: UInt64
    /// The height up to which the node has delivered blocks.
    package let deliveredHeight: UInt64

    /// States where a node stands.
    package init(
        epoch: UInt64,
        view: UInt64,
        finalizedView: UInt64,
        deliveredHeight: UInt64
    ) {
        self.epoch = epoch
        self.view = view
        self.finalizedView = finalizedView
        self.deliveredHeight = deliveredHeight
    }

    /// Appends the wire form.
    package func encode(into writer: inout CBORWriter) {
        writer.array(4)
        writer.unsigned(epoch)
        writer.unsigned(view)
        writer.unsigned(finalizedView)
        writer.unsigned(deliveredHeight)
    }

    /// Reads a status.
    package init(from reader: inout CBORReader) throws(ConsensusError) {
        do {
            try reader.array(count: 4)
            epoch = try reader.unsigned()
            view = try reader.unsigned()
            finalizedView = try reader.unsigned()
            deliveredHeight = try reader.unsigned()
        } catch { throw .encoding(error) }
    }
}
