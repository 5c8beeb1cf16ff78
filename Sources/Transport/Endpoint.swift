/// Where a node listens, as people write it: a host name or a numeric address, and a port.
package struct Endpoint: Hashable, Sendable, CustomStringConvertible {
    /// A DNS name, an IPv4 or an IPv6 address.
    package var host: String
    /// The TCP port; 0 asks the kernel for a free one when listening.
    package var port: UInt16

    /// An endpoint of these two parts.
    package init(host: String, port: UInt16) {
        self.host = host
        self.port = port
    }

    /// Reads `host:port` or `[ipv6]:port`; nil for anything else.
    package init?(_ text: String) {
        guard let colon = text.lastIndex(of: ":"),
            let port = UInt16(text[text.index(after: colon)...])
        else { return nil }
        var host = text[..<colon]
        if host.hasPrefix("[") && host.hasSuffix("]") {
            host = host.dropFirst().dropLast()
        } else if host.contains(":") {
            return nil
        }
        guard !host.isEmpty else { return nil }
        self.init(host: String(host), port: port)
    }

    /// The form `init(_:)` reads.
    package var description: String {
        host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    }
}
