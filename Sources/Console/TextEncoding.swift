/// Tells UTF-8 from the encodings that spreadsheets also write.
enum TextEncoding {
    /// Throws with the line of the first byte that is not UTF-8.
    static func requireUTF8(_ bytes: [UInt8]) throws(CSVError) {
        guard String(validating: bytes, as: UTF8.self) == nil else { return }
        var line = 1
        for text in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            guard String(validating: text, as: UTF8.self) != nil else {
                throw .notUTF8(line: line, looksLikeGBK: looksLikeGBK(bytes))
            }
            line += 1
        }
    }

    /// Whether every byte above ASCII begins a two-byte character of GBK.
    private static func looksLikeGBK(_ bytes: [UInt8]) -> Bool {
        var index = 0
        while index < bytes.count {
            guard bytes[index] >= 0x80 else {
                index += 1
                continue
            }
            guard index + 1 < bytes.count, 0x81...0xFE ~= bytes[index],
                0x40...0xFE ~= bytes[index + 1], bytes[index + 1] != 0x7F
            else { return false }
            index += 2
        }
        return true
    }
}
