package import CBOR
import COSE
import Cryptography

extension CertificateClaims {
    /// The deterministic encoding: the statement's payload.
    package var encoded: [UInt8] {
        var writer = CBORWriter(capacity: 256 + fieldDigests.count * 34)
        let optional = [expiry, notBefore, supersedes].count { $0 != nil }
        let marks = (isRefusal ? 1 : 0) + (typeVersion == 1 ? 0 : 1)
        writer.map(5 + optional + (documents.isEmpty ? 0 : 1) + marks)
        writer.integer(ClaimLabel.issuer)
        writer.text(issuer)
        writer.integer(ClaimLabel.subject)
        writer.text(subject)
        if let expiry {
            writer.integer(CertificateLabel.expiry)
            writer.unsigned(expiry)
        }
        if let notBefore {
            writer.integer(CertificateLabel.notBefore)
            writer.unsigned(notBefore)
        }
        writer.integer(ClaimLabel.issuedAt)
        writer.unsigned(issuedAt)
        if !documents.isEmpty {
            writer.integer(CertificateLabel.documents)
            writer.array(documents.count)
            for document in documents { document.encode(into: &writer) }
        }
        writer.integer(CertificateLabel.type)
        writer.text(type)
        if let supersedes {
            writer.integer(CertificateLabel.supersedes)
            writer.unsigned(supersedes)
        }
        if isRefusal {
            writer.integer(CertificateLabel.refusal)
            writer.unsigned(1)
        }
        if typeVersion != 1 {
            writer.integer(CertificateLabel.typeVersion)
            writer.unsigned(typeVersion)
        }
        writer.simple(CertificateLabel.redacted)
        writer.array(fieldDigests.count)
        for digest in fieldDigests { writer.byteString(digest) }
        return writer.bytes
    }

    /// Reads a whole payload; claims it does not know and digests out of order are refused.
    package init(decoding bytes: ArraySlice<UInt8>) throws(CBORError) {
        var claims = try OrderedClaims(bytes)
        issuer = try claims.require(ClaimLabel.issuer, Self.text)
        subject = try claims.require(ClaimLabel.subject, Self.text)
        expiry = try claims.take(CertificateLabel.expiry, Self.unsigned)
        notBefore = try claims.take(CertificateLabel.notBefore, Self.unsigned)
        issuedAt = try claims.require(ClaimLabel.issuedAt, Self.unsigned)
        documents = try claims.take(CertificateLabel.documents, Self.documents) ?? []
        type = try claims.require(CertificateLabel.type, Self.text)
        supersedes = try claims.take(CertificateLabel.supersedes, Self.unsigned)
        isRefusal = try claims.take(CertificateLabel.refusal, Self.refusal) != nil
        let version = try claims.take(CertificateLabel.typeVersion, Self.laterVersion)
        typeVersion = version ?? 1
        fieldDigests = try claims.require(.simple(CertificateLabel.redacted), Self.fieldDigests)
        try claims.finish()
    }

    private static func text(_ reader: inout CBORReader) throws(CBORError) -> String {
        try reader.text()
    }

    private static func unsigned(_ reader: inout CBORReader) throws(CBORError) -> UInt64 {
        try reader.unsigned()
    }

    private static func refusal(_ reader: inout CBORReader) throws(CBORError) -> UInt64 {
        let start = reader.position
        let value = try reader.unsigned()
        guard value == 1 else { throw .outOfRange(at: start) }
        return value
    }

    /// Version 1 has one form, which is to leave it out.
    private static func laterVersion(_ reader: inout CBORReader) throws(CBORError) -> UInt64 {
        let start = reader.position
        let version = try reader.unsigned()
        guard version > 1 else { throw .outOfRange(at: start) }
        return version
    }

    private static func documents(
        _ reader: inout CBORReader
    ) throws(CBORError) -> [DocumentDigest] {
        let start = reader.position
        let count = try reader.array()
        guard count > 0 else { throw .outOfRange(at: start) }
        var documents: [DocumentDigest] = []
        for _ in 0..<count { documents.append(try DocumentDigest(from: &reader)) }
        return documents
    }

    private static func fieldDigests(_ reader: inout CBORReader) throws(CBORError) -> [Digest] {
        var digests: [Digest] = []
        for _ in 0..<(try reader.array()) {
            let start = reader.position
            let digest = try reader.digest()
            if let last = digests.last, last >= digest { throw .outOfRange(at: start) }
            digests.append(digest)
        }
        return digests
    }
}

/// A map whose keys come in a known order, some of which may be absent.
private struct OrderedClaims {
    private var reader: CBORReader
    private var left: Int
    /// The next key, read ahead; nil at the end.
    private var key: CBORValue?

    init(_ bytes: ArraySlice<UInt8>) throws(CBORError) {
        reader = CBORReader(bytes)
        left = try reader.map()
        try advance()
    }

    /// Takes the value of a claim if it comes next.
    mutating func take<Value>(
        _ label: Int64,
        _ read: (inout CBORReader) throws(CBORError) -> Value
    ) throws(CBORError) -> Value? {
        try take(CBORValue(label), read)
    }

    /// Takes the value of a claim that must come next.
    mutating func require<Value>(
        _ label: Int64,
        _ read: (inout CBORReader) throws(CBORError) -> Value
    ) throws(CBORError) -> Value {
        try require(CBORValue(label), read)
    }

    mutating func require<Value>(
        _ label: CBORValue,
        _ read: (inout CBORReader) throws(CBORError) -> Value
    ) throws(CBORError) -> Value {
        guard let value = try take(label, read) else { throw .outOfRange(at: reader.position) }
        return value
    }

    /// Throws unless everything was taken.
    func finish() throws(CBORError) {
        guard key == nil else { throw .outOfRange(at: reader.position) }
        try reader.finish()
    }

    private mutating func take<Value>(
        _ label: CBORValue,
        _ read: (inout CBORReader) throws(CBORError) -> Value
    ) throws(CBORError) -> Value? {
        guard key == label else { return nil }
        let value = try read(&reader)
        try advance()
        return value
    }

    private mutating func advance() throws(CBORError) {
        key = left == 0 ? nil : try reader.value()
        left -= 1
    }
}
