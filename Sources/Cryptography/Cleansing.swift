import COpenSSL

extension [UInt8] {
    /// Overwrites secret bytes with zeros, in a way the compiler does not remove.
    ///
    /// Only the sole owner of the bytes clears them: an array shared with another variable is
    /// copied first, as always. Hence secrets here are not passed around before they are cleared.
    mutating func cleanse() {
        // Safe: pointer and count come from one buffer.
        unsafe withUnsafeMutableBytes { unsafe OPENSSL_cleanse($0.baseAddress, $0.count) }
    }
}
