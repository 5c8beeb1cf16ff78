import COpenSSL
import Synchronization

/// An OpenSSL key and the contexts that operate with it, freed together.
///
/// A key does not change once made, so any number of threads may use it; a context belongs to one
/// operation at a time. Making a context costs some microseconds, hence the idle ones are kept.
@safe
final class KeyHandle: Sendable {
    /// What the handle's contexts are prepared for.
    enum Operation: Sendable {
        case sign
        case verify
    }

    /// A prepared context; whoever holds it is alone with it.
    @safe
    struct Context: @unchecked Sendable {
        let pointer: OpaquePointer
    }

    // Safe: OpenSSL counts references to keys atomically and nothing changes this one.
    nonisolated(unsafe) let key: OpaquePointer
    private let operation: Operation
    private let idle = Mutex<[Context]>([])
    private static let keptContexts = 16

    /// Takes over the reference to `key`.
    init(owning key: OpaquePointer, for operation: Operation) {
        unsafe self.key = unsafe key
        self.operation = operation
    }

    deinit {
        // Safe: nobody holds a context any more when the last reference to the handle goes.
        idle.withLock { contexts in
            for context in contexts { unsafe EVP_PKEY_CTX_free(context.pointer) }
        }
        unsafe EVP_PKEY_free(key)
    }

    /// Lends a prepared context to `body`.
    func withContext<Result>(_ body: (Context) -> Result) -> Result {
        let context = idle.withLock { $0.popLast() } ?? prepare()
        let result = body(context)
        let isKept = idle.withLock { contexts in
            guard contexts.count < Self.keptContexts else { return false }
            contexts.append(context)
            return true
        }
        // Safe: the context was ours alone and is not among the idle ones.
        if !isKept { unsafe EVP_PKEY_CTX_free(context.pointer) }
        return result
    }

    private func prepare() -> Context {
        // Safe: the key is alive; the new context is ours.
        let context = unsafe OpenSSL.demand(
            EVP_PKEY_CTX_new_from_pkey(nil, key, nil),
            "new key context"
        )
        switch operation {
        case .sign: OpenSSL.demand(unsafe EVP_PKEY_sign_init(context), "prepare to sign")
        case .verify: OpenSSL.demand(unsafe EVP_PKEY_verify_init(context), "prepare to verify")
        }
        return unsafe Context(pointer: context)
    }
}
