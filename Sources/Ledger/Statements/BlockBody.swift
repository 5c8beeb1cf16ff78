package import CBOR

/// The statements of a block in their order, as a CBOR array of `[statement, attachment / null]`.
package struct BlockBody: Hashable, Sendable {
    /// The statements with their attachments.
    package let submissions: [Submission]

    /// A body without statements, as heartbeat blocks have it.
    package static let empty = BlockBody([])

    /// Puts statements into a body.
    package init(_ submissions: [Submission]) {
        self.submissions = submissions
    }

    /// The deterministic encoding.
    package var encoded: [UInt8] {
        var writer = CBORWriter(capacity: submissions.reduce(8) { $0 + $1.byteCount })
        writer.array(submissions.count)
        for submission in submissions { submission.encode(into: &writer) }
        return writer.bytes
    }

    /// Reads a body within the limits; the submissions are slices of `bytes`.
    package init(decoding bytes: [UInt8], limits: Limits) throws(LedgerError) {
        try Limit.blockBytes.check(bytes.count, limits.blockBytes)
        do {
            try self.init(decoding: bytes)
        } catch { throw LedgerError(.block(.malformedBody(error))) }
        try Limit.blockStatements.check(submissions.count, limits.blockStatements)
    }

    /// Reads the body of a final block, whatever limits hold by now.
    package init(stored bytes: [UInt8]) throws(CBORError) { try self.init(decoding: bytes) }

    private init(decoding bytes: [UInt8]) throws(CBORError) {
        var reader = CBORReader(bytes)
        let count = try reader.array()
        var submissions: [Submission] = []
        submissions.reserveCapacity(count)
        for _ in 0..<count { submissions.append(try Submission(from: &reader)) }
        try reader.finish()
        self.submissions = submissions
    }
}
