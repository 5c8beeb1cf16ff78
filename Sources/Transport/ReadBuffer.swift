/// The one buffer a loop decrypts into; its bytes are good until the next read.
final class ReadBuffer {
    /// One TLS record's plaintext (RFC 8446 §5.1).
    var bytes = [UInt8](repeating: 0, count: 16_384)
}
