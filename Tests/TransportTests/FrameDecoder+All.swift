import Transport

extension FrameDecoder {
    /// Every frame these bytes complete.
    mutating func all(in bytes: [UInt8]) throws(TransportError) -> [[UInt8]] {
        var frames: [[UInt8]] = []
        var position = 0
        while let frame = try next(in: bytes.span, from: &position) { frames.append(frame) }
        return frames
    }
}
