import Console
import Glibc

/// The programs that were built together with this one.
package enum Executable {
    /// The path of a program beside this one.
    package static func beside(_ name: String) throws(ClientError) -> String {
        var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
        // Safe: the kernel writes at most the buffer's own count, within the closure.
        let count = unsafe buffer.withUnsafeMutableBytes { bytes in
            unsafe bytes.withMemoryRebound(to: CChar.self) { text in
                unsafe text.baseAddress.map {
                    unsafe readlink("/proc/self/exe", $0, text.count)
                } ?? 0
            }
        }
        let own = String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
        let folder = own.lastIndex(of: "/").map { own[..<$0] } ?? "."
        let path = "\(folder)/\(name)"
        guard Folder.exists(path) else { throw .input(.notFound(path: path)) }
        return path
    }
}
