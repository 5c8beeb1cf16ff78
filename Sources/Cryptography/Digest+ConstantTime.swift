import COpenSSL

extension Digest {
    /// Whether the digests are the same, found out in a time that does not tell where they differ.
    package func isSame(as other: Digest) -> Bool {
        // Safe: both lend 32 bytes for the length of the call, and the count says so.
        unsafe storage.withBytes { own in
            unsafe other.storage.withBytes {
                unsafe CRYPTO_memcmp(own.baseAddress, $0.baseAddress, own.count) == 0
            }
        }
    }
}
