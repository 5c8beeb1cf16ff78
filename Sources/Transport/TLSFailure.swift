import COpenSSL

/// What OpenSSL refused, by its packed error code.
package struct TLSFailure: Error, Hashable, Sendable {
    /// The code as `ERR_get_error` gave it; 0 when OpenSSL said nothing.
    package let packedCode: UInt

    /// Takes the oldest error of this thread's queue and empties the queue.
    static func taken() -> TLSFailure {
        defer { ERR_clear_error() }
        return TLSFailure(packedCode: ERR_get_error())
    }

    /// OpenSSL's own words, in English.
    package var reason: String {
        // Safe: the string is a constant of the library, or NULL.
        guard let text = unsafe ERR_reason_error_string(packedCode) else { return "unspecified" }
        return unsafe String(cString: text)
    }

    /// Whether the peer ended TCP without ending TLS.
    var isUnexpectedEnd: Bool {
        ERR_GET_REASON(packedCode) == SSL_R_UNEXPECTED_EOF_WHILE_READING
    }
}
