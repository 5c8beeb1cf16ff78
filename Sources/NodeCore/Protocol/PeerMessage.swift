package import CBOR
package import Cryptography
package import Ledger

/// What nodes say to each other besides votes; frames of the bulk connection.
///
/// Votes, proofs and proposals travel on the control connection as `ConsensusMessage`, so that
/// a vote never waits behind a block.
package enum PeerMessage: Hashable, Sendable {
    /// Statements admitted by the sender, spread so that every node checks their signatures once.
    case statements([Submission])
    /// A proposed or requested block.
    case block(CarriedBlock)
    /// Asks for one block.
    case blockRequest(headerHash: Digest)
    /// Asks for finalized blocks from this height on.
    case blocksRequest(fromHeight: UInt64)
    /// Finalized blocks in height order; the finalization proves the last and so all of them.
    case blocks(blocks: [CarriedBlock], finalization: [UInt8])

    /// The most bytes of bodies in one `blocks` answer, once it can end with a finalization.
    package static let blocksByteCount = 4 << 20
    /// The most bytes of bodies up to the first finalization; a bulk frame holds more.
    package static let blocksByteLimit = 15 << 20
    /// The most blocks in one answer.
    package static let blocksCount = 256
}

/// A block as it travels in catch-up.
package struct CarriedBlock: Hashable, Sendable {
    /// The encoded header.
    package let header: [UInt8]
    /// The encoded body.
    package let body: [UInt8]

    /// Makes a block.
    package init(header: [UInt8], body: [UInt8]) {
        self.header = header
        self.body = body
    }
}

extension PeerMessage {
    /// The frame to send.
    package var encoded: [UInt8] {
        var writer = CBORWriter(capacity: estimatedByteCount)
        writer.array(3)
        switch self {
        case .statements(let carried):
            writer.unsigned(0)
            writer.array(carried.count)
            for one in carried { one.encode(into: &writer) }
            writer.null()
        case .block(let block):
            writer.unsigned(1)
            writer.byteString(block.header)
            writer.byteString(block.body)
        case .blockRequest(let headerHash):
            writer.unsigned(2)
            writer.byteString(headerHash.bytes)
            writer.null()
        case .blocksRequest(let fromHeight):
            writer.unsigned(3)
            writer.unsigned(fromHeight)
            writer.null()
        case .blocks(let blocks, let finalization):
            writer.unsigned(4)
            writer.array(blocks.count)
            for block in blocks {
                writer.array(2)
                writer.byteString(block.header)
                writer.byteString(block.body)
            }
            writer.byteString(finalization)
        }
        return writer.bytes
    }

    private var estimatedByteCount: Int {
        switch self {
        case .statements(let carried): carried.reduce(16) { $0 + $1.byteCount }
        case .block(let block): block.header.count + block.body.count + 64
        case .blockRequest, .blocksRequest: 64
        case .blocks(let blocks, let finalization):
            blocks.reduce(64 + finalization.count) { $0 + $1.header.count + $1.body.count + 12 }
        }
    }

    /// Reads a frame.
    package init(decoding bytes: [UInt8]) throws(CBORError) {
        var reader = CBORReader(bytes)
        try reader.array(count: 3)
        switch try reader.unsigned() {
        case 0:
            self = .statements(try Self.statements(from: &reader))
            try reader.null()
        case 1:
            let header = [UInt8](try reader.byteString())
            self = .block(CarriedBlock(header: header, body: [UInt8](try reader.byteString())))
        case 2:
            self = .blockRequest(headerHash: try reader.digest())
            try reader.null()
        case 3:
            self = .blocksRequest(fromHeight: try reader.unsigned())
            try reader.null()
        case 4:
            let blocks = try Self.blocks(from: &reader)
            self = .blocks(blocks: blocks, finalization: [UInt8](try reader.byteString()))
        default:
            throw .outOfRange(at: reader.position)
        }
        try reader.finish()
    }

    private static func statements(
        from reader: inout CBORReader
    ) throws(CBORError) -> [Submission] {
        var carried: [Submission] = []
        for _ in 0..<(try reader.array()) { carried.append(try Submission(from: &reader)) }
        return carried
    }

    private static func blocks(
        from reader: inout CBORReader
    ) throws(CBORError) -> [CarriedBlock] {
        let count = try reader.array()
        guard count <= blocksCount else { throw .tooLong(at: reader.position) }
        var blocks: [CarriedBlock] = []
        for _ in 0..<count {
            try reader.array(count: 2)
            let header = [UInt8](try reader.byteString())
            blocks.append(CarriedBlock(header: header, body: [UInt8](try reader.byteString())))
        }
        return blocks
    }
}
