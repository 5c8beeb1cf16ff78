import CBOR
package import Ledger

/// A block header with the finalization that makes it final: what proofs lead to.
///
///     [ << header >>, << finalization >> ]
///
/// Both stand in byte strings, so that anybody can hash a header without encoding it again.
package struct Anchor: Hashable, Sendable {
    /// The header.
    package let header: BlockHeader
    /// The encoded finalization; how to read it depends on the number of validators.
    package let finalization: ArraySlice<UInt8>

    /// An anchor of a header and its encoded finalization.
    package init(header: BlockHeader, finalization: ArraySlice<UInt8>) {
        self.header = header
        self.finalization = finalization
    }

    /// An anchor of the encoded parts as a node gives them.
    package init(header: [UInt8], finalization: [UInt8]) throws(EvidenceError) {
        do { self.header = try BlockHeader(decoding: header) } catch { throw .chain(error) }
        self.finalization = finalization[...]
    }

    func encode(into writer: inout CBORWriter) {
        writer.array(2)
        encodeParts(into: &writer)
    }

    func encodeParts(into writer: inout CBORWriter) {
        writer.byteString(header.encoded)
        writer.byteString(finalization)
    }

    init(from reader: inout CBORReader) throws(EvidenceError) {
        try reading { () throws(CBORError) in try reader.array(count: 2) }
        try self.init(partsFrom: &reader)
    }

    init(partsFrom reader: inout CBORReader) throws(EvidenceError) {
        let (header, finalization) = try reading { () throws(CBORError) in
            (try reader.byteString(), try reader.byteString())
        }
        do { self.header = try BlockHeader(decoding: Array(header)) } catch { throw .chain(error) }
        self.finalization = finalization
    }
}

/// The end of an epoch: the block that names the next validators, finalized by the last ones.
///
///     [ << header >>, << finalization >>, << next validator set >> / h'' ]
package struct Hop: Hashable, Sendable {
    /// The epoch's last block.
    package let anchor: Anchor
    /// The encoded set that decides from then on, whose hash the header holds; empty when only the
    /// number of the epoch differs.
    package let nextValidators: ArraySlice<UInt8>

    /// A hop of its parts.
    package init(anchor: Anchor, nextValidators: ArraySlice<UInt8>) {
        self.anchor = anchor
        self.nextValidators = nextValidators
    }

    func encode(into writer: inout CBORWriter) {
        writer.array(3)
        anchor.encodeParts(into: &writer)
        writer.byteString(nextValidators)
    }

    init(from reader: inout CBORReader) throws(EvidenceError) {
        try reading { () throws(CBORError) in try reader.array(count: 3) }
        anchor = try Anchor(partsFrom: &reader)
        nextValidators = try reading { () throws(CBORError) in try reader.byteString() }
    }
}
