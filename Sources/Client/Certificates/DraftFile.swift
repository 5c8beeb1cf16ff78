package import CBOR
package import COSE
package import Catalogue
import Console
package import Evidence
package import Ledger

/// An officer's draft on its way to who approves it: signed, with its fields, and on no ledger.
///
///     18([ << header >>, { 17: [* disclosure] }, h'payload', h'signature' ])
package struct DraftFile: Sendable {
    /// What the officer signed.
    package let statement: SignedStatement
    /// The fields, as the holder will get them.
    package let disclosures: [Disclosure]

    private static let maximumDisclosures = 1_024

    /// Puts a draft together.
    package init(statement: SignedStatement, disclosures: [Disclosure]) {
        self.statement = statement
        self.disclosures = disclosures
    }

    /// The file's bytes.
    package var encoded: [UInt8] {
        var writer = CBORWriter()
        writer.map(1)
        writer.integer(HeaderLabel.disclosures)
        writer.array(disclosures.count)
        for disclosure in disclosures { writer.byteString(disclosure.encoded) }
        return Sign1(
            protected: statement.protected,
            unprotected: writer.bytes[...],
            payload: statement.payload,
            signature: statement.signature
        ).encoded
    }

    /// Reads a file; who signed it is not looked at, which the ledger does.
    package init(_ path: String) throws(ClientError) {
        let bytes: [UInt8]
        do { bytes = try InputFile.read(path) } catch { throw .input(error) }
        do throws(COSEError) {
            let message = try Sign1(decoding: bytes[...])
            statement = try SignedStatement(emptying: message)
            let isDraft = statement.header.kind == .draft
            do { disclosures = isDraft ? try Self.disclosures(message.unprotected) : [] } catch {
                throw .encoding(error)
            }
        } catch {
            let reason = Phrase(
                "\(Self.noDraft.english): \(error.english)",
                "\(Self.noDraft.chinese)：\(error.chinese)"
            )
            throw .malformed(path: path, reason: reason)
        }
        guard statement.header.kind == .draft else {
            throw .malformed(path: path, reason: Self.noDraft)
        }
    }

    private static let noDraft = Phrase(
        "this is no draft; lianzheng issue --draft makes one",
        "不是拟稿；拟稿由 lianzheng issue --draft 生成"
    )

    private static func disclosures(
        _ bytes: ArraySlice<UInt8>
    ) throws(CBORError) -> [Disclosure] {
        var reader = CBORReader(bytes)
        let start = reader.position
        guard try reader.map() == 1, try reader.integer() == HeaderLabel.disclosures else {
            throw .outOfRange(at: start)
        }
        let count = try reader.array()
        guard count <= maximumDisclosures else { throw .tooLong(at: start) }
        var disclosures: [Disclosure] = []
        for _ in 0..<count { disclosures.append(try Disclosure(decoding: reader.byteString())) }
        try reader.finish()
        return disclosures
    }
}

// MARK: - What the approver is asked to sign

extension DraftFile {
    /// What the draft says, once nothing in it is hidden and its fields pass their type's rules.
    ///
    /// `path` is its file, for errors. ``check(for:path:)`` comes first and needs no node.
    package func content(
        for approver: Signer,
        _ edition: CatalogueEdition,
        path: String
    ) throws(ClientError) -> DraftContent {
        let claims = try check(for: approver, path: path)
        guard let type = edition.current.certificateType(claims.type) else {
            throw .unknown(kind: Phrase("certificate type", "证照类型"), name: claims.type)
        }
        let schema = claims.isRefusal ? type.refusalSchema : type.schema
        var fields: [(position: Int, value: CBORValue)] = []
        for disclosure in disclosures {
            guard let position = disclosure.name.flatMap(schema.position) else {
                throw .malformed(path: path, reason: Self.foreign)
            }
            fields.append((position, disclosure.value))
        }
        fields.sort { $0.position < $1.position }
        var validator = RecordValidator(schema)
        let pairs = fields.map { CBORPair(.unsigned(UInt64($0.position)), $0.value) }
        guard Set(fields.map(\.position)).count == fields.count else {
            throw .malformed(path: path, reason: Self.foreign)
        }
        let findings = validator.findings(in: CBORValue.map(pairs).encoded[...])
            .filter { !$0.isWarning }
        guard findings.isEmpty else { throw .fields(path: path, findings) }
        return DraftContent(
            claims: claims,
            type: type,
            fields: fields.map { (schema.fields[$0.position], $0.value) }
        )
    }

    /// The claims of a draft that is for this approver's ledger and member and hides nothing.
    @discardableResult
    package func check(
        for approver: Signer,
        path: String
    ) throws(ClientError) -> CertificateClaims {
        guard statement.header.chainID == approver.chain.id,
            statement.header.issuer == approver.issuer
        else { throw .malformed(path: path, reason: Self.notYours) }
        let suite = approver.chain.suite
        guard let claims = try? CertificateClaims(decoding: statement.payload),
            claims.fieldDigests == Disclosure.digests(of: disclosures, suite: suite)
        else { throw .malformed(path: path, reason: Self.hidden) }
        return claims
    }

    private static let notYours = Phrase(
        "the draft was made for another ledger or member",
        "该拟稿属于另一账本或另一机构"
    )
    private static let hidden = Phrase(
        "the draft does not show all that would be signed",
        "拟稿未完整展示所签内容"
    )
    private static let foreign = Phrase(
        "the draft has a field that its type does not have, or one twice",
        "拟稿含有该类型没有的字段或重复字段"
    )
}

/// What an approver is asked to sign.
package struct DraftContent: Sendable {
    /// The certificate's claims.
    package let claims: CertificateClaims
    /// The type, as it is in force.
    package let type: CatalogueCertificateType
    /// The fields in the order of the type.
    package let fields: [(field: Field, value: CBORValue)]
}
