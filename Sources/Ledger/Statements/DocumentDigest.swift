import CBOR
package import Cryptography

/// The digest of the document (PDF, OFD) that goes with a certificate.
///
/// Wire form, a map with text keys: `{ "alg": -16 / -70011, "dig": bstr .size 32, "typ": tstr }`.
package struct DocumentDigest: Hashable, Sendable {
    /// The longest media type, in bytes.
    static let maximumTypeBytes = 128

    /// The suite whose digest it is; each document is digested by both.
    package let algorithm: Suite
    /// The digest of the document's bytes.
    package let digest: Digest
    /// The media type, such as "application/pdf" or "application/ofd".
    package let mediaType: String

    /// Describes a document.
    package init(algorithm: Suite, digest: Digest, mediaType: String) {
        self.algorithm = algorithm
        self.digest = digest
        self.mediaType = mediaType
    }

    /// Appends the deterministic encoding.
    func encode(into writer: inout CBORWriter) {
        writer.map(3)
        writer.text("alg")
        writer.integer(algorithm.digestAlgorithm)
        writer.text("dig")
        writer.byteString(digest)
        writer.text("typ")
        writer.text(mediaType)
    }

    /// Reads one document digest.
    init(from reader: inout CBORReader) throws(CBORError) {
        let start = reader.position
        guard try reader.map() == 3, try reader.text() == "alg" else {
            throw .outOfRange(at: start)
        }
        let number = try reader.integer()
        let suite = Suite.allCases.first { $0.digestAlgorithm == number }
        guard let suite, try reader.text() == "dig" else { throw .outOfRange(at: start) }
        algorithm = suite
        digest = try reader.digest()
        guard try reader.text() == "typ" else { throw .outOfRange(at: start) }
        mediaType = try reader.text(upTo: Self.maximumTypeBytes)
    }
}
