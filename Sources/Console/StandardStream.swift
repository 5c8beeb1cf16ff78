import Glibc

/// Standard output and standard error of this process.
package enum StandardStream: Int32, Sendable {
    case output = 1
    case error = 2

    /// Writes all of a text; a reader that went away is not an error.
    package func write(_ text: String) { write(Array(text.utf8)) }

    /// Writes all bytes; a reader that went away is not an error.
    package func write(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            // Safe: the pointer is used only within the closure and with the buffer's own count.
            let written = unsafe rest.withUnsafeBytes { buffer in
                unsafe Glibc.write(rawValue, buffer.baseAddress, buffer.count)
            }
            if written > 0 { rest = rest.dropFirst(written) }
            if written <= 0, errno != EINTR { return }
        }
    }

    /// Whether a person sees this stream on a terminal.
    package var isTerminal: Bool { isatty(rawValue) == 1 }
}
