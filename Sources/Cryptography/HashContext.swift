import COpenSSL
import Glibc

/// One running digest computation: OpenSSL's context and the method it was started with.
@safe
struct HashContext {
    private let context: OpaquePointer
    private let method: OpaquePointer

    /// A new context, started; the caller frees it.
    init(owning suite: Suite) {
        // Safe: a new context that nobody else knows.
        unsafe self.init(
            context: OpenSSL.demand(EVP_MD_CTX_new(), "new digest context"),
            method: suite.messageDigest
        )
    }

    /// The calling thread's own context for the suite, started; it lives as long as the thread.
    ///
    /// No computation may begin on it before the last one of the same suite has ended.
    init(borrowedFromThread suite: Suite) {
        // Safe: only this thread ever sees the context.
        unsafe self.init(
            context: ThreadContexts.context(for: suite),
            method: suite.messageDigest
        )
    }

    private init(context: OpaquePointer, method: OpaquePointer) {
        unsafe self.context = unsafe context
        unsafe self.method = unsafe method
        restart()
    }

    func free() {
        // Safe: called once, by the owner, as its last act.
        unsafe EVP_MD_CTX_free(context)
    }

    func restart() {
        // Safe: both pointers are alive; starting again with the same method allocates nothing.
        OpenSSL.demand(unsafe EVP_DigestInit_ex2(context, method, nil), "start digest")
    }

    func update(_ bytes: [UInt8]) {
        // Safe: the buffer is valid for the duration of the call.
        unsafe bytes.withUnsafeBytes { unsafe update($0) }
    }

    func update(_ bytes: ArraySlice<UInt8>) {
        // Safe: the buffer is valid for the duration of the call.
        unsafe bytes.withUnsafeBytes { unsafe update($0) }
    }

    func update(_ digest: Digest) {
        // Safe: the bytes are lent for the duration of the call.
        unsafe digest.storage.withBytes { unsafe update($0) }
    }

    func update(byte: UInt8) {
        // Safe: the buffer is the one byte of the local copy.
        unsafe withUnsafeBytes(of: byte) { unsafe update($0) }
    }

    /// Takes in a byte and a digest in one call, which is cheaper than two.
    func update(_ prefix: UInt8, _ digest: Digest) {
        // Safe: a byte array of 33 has no padding, and the digest fits behind the prefix.
        var message = [33 of UInt8](repeating: prefix)
        unsafe withUnsafeMutableBytes(of: &message) { message in
            unsafe digest.storage.withBytes { unsafe message[1...].copyBytes(from: $0) }
            unsafe update(UnsafeRawBufferPointer(message))
        }
    }

    /// Takes in a byte and two digests in one call, which is cheaper than three.
    func update(_ prefix: UInt8, _ left: Digest, _ right: Digest) {
        // Safe: a byte array of 65 has no padding, and both digests fit behind the prefix.
        var message = [65 of UInt8](repeating: prefix)
        unsafe withUnsafeMutableBytes(of: &message) { message in
            unsafe left.storage.withBytes { unsafe message[1..<33].copyBytes(from: $0) }
            unsafe right.storage.withBytes { unsafe message[33...].copyBytes(from: $0) }
            unsafe update(UnsafeRawBufferPointer(message))
        }
    }

    private func update(_ bytes: UnsafeRawBufferPointer) {
        // Safe: pointer and count come from one buffer; OpenSSL does not look at an empty one.
        OpenSSL.demand(
            unsafe EVP_DigestUpdate(context, bytes.baseAddress, bytes.count),
            "continue digest"
        )
    }

    /// The digest; `restart()` must come before further updates.
    func finalize() -> Digest {
        // Safe: both digests are 32 bytes long, exactly the destination's size.
        let storage = unsafe Bytes32 { destination in
            let address = unsafe destination.assumingMemoryBound(to: UInt8.self).baseAddress
            OpenSSL.demand(unsafe EVP_DigestFinal_ex(context, address, nil), "finish digest")
        }
        return Digest(storage: storage)
    }
}

/// A digest context for each suite and thread, freed when the thread ends.
private enum ThreadContexts {
    private static let p256 = makeKey()
    private static let sm2 = makeKey()

    static func context(for suite: Suite) -> OpaquePointer {
        let key =
            switch suite {
            case .p256: p256
            case .sm2: sm2
            }
        if let existing = unsafe pthread_getspecific(key) { return OpaquePointer(existing) }
        let context = unsafe OpenSSL.demand(EVP_MD_CTX_new(), "new digest context")
        let status = unsafe pthread_setspecific(key, UnsafeRawPointer(context))
        precondition(status == 0, "no room for thread-specific data")
        return unsafe context
    }

    private static func makeKey() -> pthread_key_t {
        var key = pthread_key_t()
        // Safe: the destructor receives only what `context(for:)` stored under this key.
        let status = unsafe pthread_key_create(&key) { unsafe EVP_MD_CTX_free(OpaquePointer($0)) }
        precondition(status == 0, "no room for a thread-specific key")
        return key
    }
}
