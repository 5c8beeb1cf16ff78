import COpenSSL

extension Suite {
    /// HMAC (RFC 2104) with the suite's digest.
    package func hmac(key: [UInt8], _ message: [UInt8]) -> Digest {
        // Safe: OpenSSL reads both buffers during the call and writes 32 bytes, as all our digests.
        let storage = unsafe Bytes32 { destination in
            let code = unsafe HMAC(
                messageDigest,
                key,
                Int32(key.count),
                message,
                message.count,
                destination.assumingMemoryBound(to: UInt8.self).baseAddress,
                nil
            )
            guard unsafe code != nil else { preconditionFailure("OpenSSL: HMAC") }
        }
        return Digest(storage: storage)
    }

    /// HKDF (RFC 5869) with the suite's digest; at most 255 × 32 bytes.
    package func hkdf(
        secret: [UInt8],
        salt: [UInt8],
        info: [UInt8],
        count: Int
    ) -> [UInt8] {
        precondition((0...255 * Digest.byteCount).contains(count), "HKDF cannot give so many bytes")
        var extracted = hmac(key: salt, secret).bytes
        defer { extracted.cleanse() }
        var output: [UInt8] = []
        output.reserveCapacity(count + Digest.byteCount)
        var block: [UInt8] = []
        var counter: UInt8 = 0
        while output.count < count {
            counter += 1
            block = hmac(key: extracted, block + info + [counter]).bytes
            output.append(contentsOf: block)
        }
        block.cleanse()
        output.removeLast(output.count - count)
        return output
    }
}
