import COpenSSL
import Glibc

extension Suite {
    /// The digest of `bytes`.
    package func digest(_ bytes: [UInt8]) -> Digest {
        let hashing = HashContext(borrowedFromThread: self)
        hashing.update(bytes)
        return hashing.finalize()
    }

    /// The digest of `bytes`.
    package func digest(_ bytes: ArraySlice<UInt8>) -> Digest {
        let hashing = HashContext(borrowedFromThread: self)
        hashing.update(bytes)
        return hashing.finalize()
    }

    /// The digest of all parts, one after the other.
    package func digest(_ parts: [[UInt8]]) -> Digest {
        let hashing = HashContext(borrowedFromThread: self)
        for part in parts { hashing.update(part) }
        return hashing.finalize()
    }

    /// The digest of a prefix byte and `bytes`, without joining them first.
    package func digest(prefix: UInt8, _ bytes: ArraySlice<UInt8>) -> Digest {
        let hashing = HashContext(borrowedFromThread: self)
        hashing.update(byte: prefix)
        hashing.update(bytes)
        return hashing.finalize()
    }

    /// The digest of a prefix byte and one digest: 33 bytes.
    package func digest(prefix: UInt8, _ digest: Digest) -> Digest {
        let hashing = HashContext(borrowedFromThread: self)
        hashing.update(prefix, digest)
        return hashing.finalize()
    }

    /// The digest of a prefix byte and two digests: 65 bytes.
    package func digest(prefix: UInt8, _ left: Digest, _ right: Digest) -> Digest {
        let hashing = HashContext(borrowedFromThread: self)
        hashing.update(prefix, left, right)
        return hashing.finalize()
    }

    /// A hasher that digests messages arriving in pieces.
    package func makeHasher() -> Hasher {
        Hasher(self)
    }

    /// OpenSSL's implementation of the digest, fetched once in the life of the process.
    var messageDigest: OpaquePointer {
        // Safe: fetched methods live as long as the process.
        switch self {
        case .p256: unsafe Self.sha256
        case .sm2: unsafe Self.sm3
        }
    }

    // Safe: fetched methods are immutable and OpenSSL counts references to them atomically.
    nonisolated(unsafe) private static let sha256 = unsafe OpenSSL.demand(
        EVP_MD_fetch(nil, "SHA256", nil),
        "fetch SHA-256"
    )
    nonisolated(unsafe) private static let sm3 = unsafe OpenSSL.demand(
        EVP_MD_fetch(nil, "SM3", nil),
        "fetch SM3"
    )
}
