import COpenSSL

/// The line between OpenSSL's return codes and ours.
enum OpenSSL {
    /// Stops the process: for calls that fail only when memory has run out or we misuse OpenSSL.
    static func demand(_ status: Int32, _ operation: StaticString) {
        guard status == 1 else { preconditionFailure("OpenSSL: \(operation)") }
    }

    /// The object, or a stop for the same reasons.
    static func demand(_ object: OpaquePointer?, _ operation: StaticString) -> OpaquePointer {
        // Safe: the pointer is handed through and not followed.
        guard let object = unsafe object else { preconditionFailure("OpenSSL: \(operation)") }
        return unsafe object
    }

    /// Empties the thread's error queue, which a refused input leaves filled.
    static func forgetErrors() {
        ERR_clear_error()
    }
}
