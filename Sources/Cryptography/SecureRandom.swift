import COpenSSL

/// Unpredictable bytes for keys, nonces and salts.
package enum SecureRandom {
    /// That many bytes from OpenSSL's generator, which the kernel seeds.
    package static func bytes(_ count: Int) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        // Safe: OpenSSL writes exactly the count of the buffer.
        OpenSSL.demand(unsafe RAND_bytes(&bytes, Int32(count)), "random bytes")
        return bytes
    }
}
