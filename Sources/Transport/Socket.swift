import CLinux
import Glibc

/// TCP sockets, always non-blocking and closed on exec.
enum Socket {
    private static let flags = Int32(SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)

    /// Starts connecting; the socket turns writable when the attempt ended.
    static func connecting(to address: SocketAddress) throws(SystemFailure) -> FileDescriptor {
        let socket = try open(address.family)
        let number = socket.number
        // Safe: the kernel only reads the address.
        let status = unsafe address.withPointer { unsafe connect(number, $0, $1) }
        if status < 0, errno != EINPROGRESS, errno != EINTR {
            throw SystemFailure(call: .connect, errorNumber: errno)
        }
        return socket
    }

    /// Binds and listens.
    static func listening(
        at address: SocketAddress,
        backlog: Int32
    ) throws(SystemFailure) -> FileDescriptor {
        let socket = try open(address.family)
        let number = socket.number
        try set(number, SOL_SOCKET, SO_REUSEADDR, 1)
        // Safe: the kernel only reads the address.
        try calling(.bind) { unsafe address.withPointer { unsafe bind(number, $0, $1) } }
        try calling(.listen) { listen(number, backlog) }
        return socket
    }

    /// Takes one waiting connection; EAGAIN when there is none.
    static func accepting(on number: Int32) throws(SystemFailure) -> FileDescriptor {
        FileDescriptor(owning: try calling(.accept) { accept4(number, nil, nil, flags) })
    }

    /// What became of a connection attempt: nil when it is made, else its `errno`.
    static func connectFailure(_ number: Int32) -> Int32? {
        var value: Int32 = 0
        var length = socklen_t(MemoryLayout<Int32>.size)
        // Safe: the kernel writes at most `length` bytes into `value`.
        let status = unsafe getsockopt(number, SOL_SOCKET, SO_ERROR, &value, &length)
        if status < 0 { return errno }
        return value == 0 ? nil : value
    }

    static func localAddress(_ number: Int32) -> SocketAddress? {
        unsafe SocketAddress.filled { unsafe getsockname(number, $0, $1) }
    }

    static func remoteAddress(_ number: Int32) -> SocketAddress? {
        unsafe SocketAddress.filled { unsafe getpeername(number, $0, $1) }
    }

    /// Sends what is written at once, and notices a peer whose machine or cable is gone.
    ///
    /// Keep-alive probes find a silent dead peer; the user timeout (RFC 5482) ends a connection
    /// whose data stay unacknowledged, or whose window stays shut, for that long.
    static func tune(_ number: Int32, deadPeerMs: UInt32) throws(SystemFailure) {
        let seconds = Int32(clamping: max(1, deadPeerMs / 4000))
        try set(number, Int32(IPPROTO_TCP), TCP_NODELAY, 1)
        try set(number, SOL_SOCKET, SO_KEEPALIVE, 1)
        try set(number, Int32(IPPROTO_TCP), TCP_KEEPIDLE, seconds)
        try set(number, Int32(IPPROTO_TCP), TCP_KEEPINTVL, seconds)
        try set(number, Int32(IPPROTO_TCP), TCP_KEEPCNT, 3)
        try set(number, Int32(IPPROTO_TCP), TCP_USER_TIMEOUT, Int32(clamping: deadPeerMs))
    }

    private static func open(_ family: Int32) throws(SystemFailure) -> FileDescriptor {
        let type = Int32(SOCK_STREAM.rawValue) | flags
        return FileDescriptor(owning: try calling(.socket) { socket(family, type, 0) })
    }

    private static func set(
        _ number: Int32,
        _ level: Int32,
        _ option: Int32,
        _ value: Int32
    ) throws(SystemFailure) {
        var value = value
        // Safe: the kernel reads one Int32.
        try calling(.setsockopt) {
            unsafe setsockopt(number, level, option, &value, socklen_t(MemoryLayout<Int32>.size))
        }
    }
}
