import Console
import Glibc

/// The claim codes of a batch, in a table for whoever hands them out: `claims.csv`.
///
/// ```
/// line,identifier,file,claim_code,deposited
/// 2,1.2.156.3005.2.….K,1.2.156.3005.2.….K.cose,K7QF-2M9D-XW3R-HJ4P-T8C5,yes
/// ```
/// Lines are added as certificates are settled, each before the holder's file, so that no file is
/// without its code. Readable by its owner alone: who has a code has the fields.
package final class ClaimList {
    /// The name of the table in the batch's folder.
    package static let name = "claims.csv"

    /// Where the table is.
    package let path: String
    private let descriptor: Int32
    private var lines: Set<String>

    /// Opens the table in a folder, or begins it.
    package init(in folder: String) throws(ClientError) {
        path = "\(folder)/\(Self.name)"
        // Safe: the path becomes a terminated string for the length of the call.
        descriptor = unsafe open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .output(path: path, errno: errno) }
        let bytes: [UInt8]
        do { bytes = try InputFile.read(path) } catch { throw .input(error) }
        let text = String(decoding: bytes, as: UTF8.self)
        lines = Set(text.split(separator: "\n").map(String.init))
        if !text.isEmpty, !text.hasSuffix("\n") { try append("") }
        if lines.isEmpty { try append("line,identifier,file,claim_code,deposited") }
    }

    deinit { close(descriptor) }

    /// Adds a certificate, unless the same line is there from before a break.
    package func add(
        line: Int,
        identifier: String,
        code: ClaimCode,
        isDeposited: Bool
    ) throws(ClientError) {
        let text =
            "\(line),\(identifier),\(identifier).cose,\(code.text),\(isDeposited ? "yes" : "no")"
        guard lines.insert(text).inserted else { return }
        try append(text)
    }

    private func append(_ line: String) throws(ClientError) {
        let bytes = Array((line + "\n").utf8)
        // Safe: the kernel reads at most the buffer's own count, within the closure.
        let count = unsafe bytes.withUnsafeBytes {
            unsafe write(descriptor, $0.baseAddress, $0.count)
        }
        guard count == bytes.count else { throw .output(path: path, errno: errno) }
    }
}
