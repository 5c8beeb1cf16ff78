import Console

/// What a node wrote before somebody came to look.
package struct NodeLog: Hashable, Sendable {
    /// The file.
    package let path: String
    /// Its last line; empty when there is none.
    package let lastLine: String

    /// A log that ends in this line.
    package init(path: String, lastLine: String) {
        self.path = path
        self.lastLine = lastLine
    }

    /// Reads the end of a log.
    package init(_ path: String) {
        self.path = path
        let bytes = (try? InputFile.read(path)) ?? []
        let line = bytes.split(separator: UInt8(ascii: "\n")).last ?? []
        lastLine = String(decoding: line, as: UTF8.self)
    }
}
