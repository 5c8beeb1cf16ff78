import COpenSSL

/// OpenSSL's in-memory file, whose contents are cleared when it goes.
@safe
struct MemoryBIO: ~Copyable {
    let pointer: OpaquePointer

    /// An empty one to write to.
    init() {
        unsafe pointer = OpenSSL.demand(BIO_new(BIO_s_secmem()), "new buffer")
    }

    /// A copy of `bytes` to read from.
    init(_ bytes: [UInt8]) {
        self.init()
        var written = 0
        // Safe: pointer and count come from one buffer.
        let status = unsafe BIO_write_ex(pointer, bytes, bytes.count, &written)
        precondition(bytes.isEmpty || (status == 1 && written == bytes.count), "OpenSSL: buffer")
    }

    deinit {
        // Safe: the buffer is ours alone.
        unsafe BIO_free_all(pointer)
    }

    /// Everything written and not yet read.
    func contents() -> [UInt8] {
        // Safe: OpenSSL writes at most the count of the buffer.
        var bytes = [UInt8](repeating: 0, count: unsafe BIO_ctrl_pending(pointer))
        var count = 0
        let status = unsafe BIO_read_ex(pointer, &bytes, bytes.count, &count)
        precondition(bytes.isEmpty || (status == 1 && count == bytes.count), "OpenSSL: buffer")
        return bytes
    }
}
