import Glibc

/// What systemd wants to hear from a `Type=notify` service (sd_notify(3)).
///
/// Does nothing when `NOTIFY_SOCKET` is not set.
struct ServiceManager: Sendable {
    private let path: String?
    /// Half of the watchdog interval, milliseconds; nil when no watchdog is configured.
    let watchdogMs: UInt64?

    /// Reads the environment that systemd prepared.
    init() {
        path = Self.variable("NOTIFY_SOCKET")
        watchdogMs = Self.variable("WATCHDOG_USEC").flatMap(UInt64.init).map { $0 / 2000 }
    }

    /// The node answers now.
    func ready() { notify("READY=1") }
    /// The node is shutting down.
    func stopping() { notify("STOPPING=1") }
    /// The loop still turns.
    func alive() { notify("WATCHDOG=1") }

    private func notify(_ text: String) {
        guard let path, path.utf8.count < 108 else { return }
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let name = Array(path.utf8)
        // Safe: the path is shorter than `sun_path`; a leading @ is the abstract name space.
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { destination in
            unsafe destination.copyBytes(from: name)
            if name.first == UInt8(ascii: "@") { unsafe destination[0] = 0 }
        }
        let length = socklen_t(MemoryLayout<sa_family_t>.size + name.count)
        let message = Array(text.utf8)
        // Safe: address and message outlive the call; a lost notification is systemd's to notice.
        _ = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                unsafe sendto(descriptor, message, message.count, 0, generic, length)
            }
        }
    }

    private static func variable(_ name: String) -> String? {
        // Safe: the environment is only read, before any thread is started.
        unsafe getenv(name).map { unsafe String(cString: $0) }
    }
}
