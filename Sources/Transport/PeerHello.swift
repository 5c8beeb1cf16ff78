package import Cryptography

/// Which of the two connections between a pair of nodes: a vote never queues behind a block.
package enum PeerChannel: UInt8, Hashable, Sendable, CaseIterable {
    /// Votes, certificates, statements; small frames.
    case control = 0
    /// Block bodies and catch-up; large frames.
    case bulk = 1

    /// What a connection of this kind may cost.
    package var limits: ConnectionLimits {
        self == .control ? .control : .bulk
    }
}

/// The first frame of each side between nodes; who sends it is proven by TLS, not by this.
///
/// | Offset | Bytes | Field | Rule |
/// |---|---|---|---|
/// | 0 | 4 | protocol | `LZP1` in ASCII |
/// | 4 | 1 | channel | 0 control, 1 bulk |
/// | 5 | 32 | chain id | the same on both sides |
/// | 37 | 1 | length of the name | 1 to 64 |
/// | 38 | so many | name of the node | UTF-8 |
package struct PeerHello: Hashable, Sendable {
    /// The longest name of a node, in UTF-8 bytes.
    package static let maximumNameByteCount = 64

    private static let mark = [UInt8]("LZP1".utf8)
    private static let fixedByteCount = 38

    /// The chain the sender belongs to.
    package let chainID: Digest
    /// What the sender calls itself.
    package let nodeName: String
    /// What the connection will carry.
    package let channel: PeerChannel

    /// A hello of these parts; the name has 1 to 64 bytes.
    package init(chainID: Digest, nodeName: String, channel: PeerChannel) {
        precondition((1...Self.maximumNameByteCount).contains(nodeName.utf8.count))
        (self.chainID, self.nodeName, self.channel) = (chainID, nodeName, channel)
    }

    /// Reads a hello; `helloInvalid` for anything else, trailing bytes included.
    package init(decoding bytes: [UInt8]) throws(TransportError) {
        guard bytes.count > Self.fixedByteCount, bytes[..<4] == Self.mark[...],
            let channel = PeerChannel(rawValue: bytes[4]),
            let chainID = Digest(bytes[5..<37]),
            (1...Self.maximumNameByteCount).contains(Int(bytes[37])),
            bytes.count == Self.fixedByteCount + Int(bytes[37]),
            let name = String(validating: bytes[Self.fixedByteCount...], as: UTF8.self)
        else { throw .helloInvalid }
        (self.chainID, nodeName, self.channel) = (chainID, name, channel)
    }

    /// The bytes of the frame.
    package var encoded: [UInt8] {
        let name = [UInt8](nodeName.utf8)
        return Self.mark + [channel.rawValue] + chainID.bytes + [UInt8(name.count)] + name
    }
}
