import CLinux
import Glibc
import Transport

/// A plain TCP client that can misbehave.
final class RawSocket {
    let number: Int32

    /// A blocking socket connected to a loopback port.
    init(to endpoint: Endpoint) {
        number = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = endpoint.port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let length = socklen_t(MemoryLayout<sockaddr_in>.size)
        // Safe: the address is a whole sockaddr_in for the length of the call.
        let status = unsafe withUnsafeBytes(of: &address) { bytes in
            guard let base = bytes.baseAddress else { return Int32(-1) }
            return unsafe Glibc.connect(number, base.assumingMemoryBound(to: sockaddr.self), length)
        }
        precondition(status == 0, "loopback refused a connection")
    }

    deinit {
        close(number)
    }

    func write(_ bytes: [UInt8]) {
        // Safe: the array lives through the call.
        _ = unsafe bytes.withUnsafeBytes {
            unsafe send(number, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
        }
    }

    /// Whether the other side ends the connection within the patience of the tests.
    var isEnded: Bool {
        var buffer = [UInt8](repeating: 0, count: 4096)
        return waitUntil {
            // Safe: the kernel writes at most as many bytes as the buffer has.
            let count = unsafe recv(number, &buffer, buffer.count, Int32(MSG_DONTWAIT))
            return count == 0 || (count < 0 && errno != EAGAIN && errno != EINTR)
        }
    }
}
