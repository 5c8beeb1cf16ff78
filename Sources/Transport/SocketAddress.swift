import CLinux
import Glibc

/// A numeric address and port in the kernel's own form.
package struct SocketAddress: Hashable, Sendable {
    /// A `sockaddr_in` or `sockaddr_in6`.
    private let bytes: [UInt8]
    let family: Int32

    private init(bytes: [UInt8], family: Int32) {
        self.bytes = bytes
        self.family = family
    }

    /// Every address of a host, in the resolver's order; a name may block on the network.
    package static func resolving(_ endpoint: Endpoint) throws(TransportError) -> [SocketAddress] {
        let found = lookUp(endpoint, flags: AI_NUMERICSERV)
        guard !found.isEmpty else { throw .hostUnknown(endpoint) }
        return found
    }

    /// The address when the host is already a numeric one; never blocks.
    package init?(numeric endpoint: Endpoint) {
        let found = Self.lookUp(endpoint, flags: AI_NUMERICSERV | AI_NUMERICHOST)
        guard let first = found.first else { return nil }
        self = first
    }

    /// The host and port as numbers.
    package var endpoint: Endpoint {
        var host = [CChar](repeating: 0, count: Int(NI_MAXHOST))
        var service = [CChar](repeating: 0, count: Int(NI_MAXSERV))
        // Safe: both buffers have the lengths given, and the address is one the kernel made.
        let status = unsafe withPointer { address, length in
            unsafe getnameinfo(
                address,
                length,
                &host,
                socklen_t(host.count),
                &service,
                socklen_t(service.count),
                NI_NUMERICHOST | NI_NUMERICSERV
            )
        }
        guard status == 0 else { return Endpoint(host: "?", port: 0) }
        return Endpoint(host: Self.text(host), port: UInt16(Self.text(service)) ?? 0)
    }

    /// Lends the address to a system call.
    func withPointer<Result>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Result) -> Result {
        // Safe: array storage is 16-byte aligned and `bytes` is a whole address of its family.
        unsafe bytes.withUnsafeBytes { buffer in
            guard let base = buffer.baseAddress else { preconditionFailure("an empty address") }
            return unsafe body(base.assumingMemoryBound(to: sockaddr.self), socklen_t(buffer.count))
        }
    }

    /// The address a system call writes, such as `getsockname`; nil when it refuses.
    static func filled(
        by call: (UnsafeMutablePointer<sockaddr>, UnsafeMutablePointer<socklen_t>) -> Int32
    ) -> SocketAddress? {
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        // Safe: `storage` is large enough for every family and `length` says how large.
        let status = unsafe withUnsafeMutablePointer(to: &storage) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                unsafe call(address, &length)
            }
        }
        guard status == 0, length <= socklen_t(MemoryLayout<sockaddr_storage>.size) else {
            return nil
        }
        // Safe: the kernel filled the first `length` bytes.
        let bytes = unsafe withUnsafeBytes(of: &storage) { unsafe [UInt8]($0.prefix(Int(length))) }
        return SocketAddress(bytes: bytes, family: Int32(storage.ss_family))
    }

    private static func lookUp(_ endpoint: Endpoint, flags: Int32) -> [SocketAddress] {
        var hints = unsafe addrinfo()
        unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        unsafe hints.ai_flags = flags
        var list: UnsafeMutablePointer<addrinfo>?
        // Safe: the strings live through the call; `list` is freed below, after the last look.
        guard unsafe getaddrinfo(endpoint.host, String(endpoint.port), &hints, &list) == 0 else {
            return []
        }
        // Safe: the list came from getaddrinfo and is freed once.
        defer { unsafe freeaddrinfo(list) }
        var found: [SocketAddress] = []
        var next = unsafe list
        // Safe: each entry is a whole, live addrinfo whose address has the length it says.
        while let entry = unsafe next {
            if let address = unsafe entry.pointee.ai_addr {
                let buffer = unsafe UnsafeRawBufferPointer(
                    start: address,
                    count: Int(entry.pointee.ai_addrlen)
                )
                let family = unsafe entry.pointee.ai_family
                found.append(unsafe SocketAddress(bytes: [UInt8](buffer), family: family))
            }
            unsafe next = entry.pointee.ai_next
        }
        return found
    }

    private static func text(_ characters: [CChar]) -> String {
        String(decoding: characters.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
