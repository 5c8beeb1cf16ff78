import CBOR
import COSE
import Cryptography
import Ledger

// MARK: - File, ledger, signature

extension Examiner {
    /// Decodes the file and what its issuer claims.
    func read(
        _ bytes: [UInt8]
    ) throws(Objection) -> Finding<(EvidenceFile, CertificateClaims, draft: SignedStatement?)> {
        let file: EvidenceFile
        do { file = try EvidenceFile(decoding: bytes) } catch {
            throw Objection(.unreadable, error.english, error.chinese)
        }
        let statement = file.statement
        guard statement.header.kind == .certificate else {
            let kind = statement.header.kind.rawValue
            throw Objection(
                .notACertificate,
                "The file holds a statement of kind “\(kind)”.",
                "文件内容为“\(kind)”类声明。"
            )
        }
        let claims: CertificateClaims
        do { claims = try CertificateClaims(decoding: statement.payload) } catch {
            throw Objection(.unreadable, error.english, error.chinese)
        }
        let draft = try draft(under: statement)
        try consistency(of: statement.header, claims, draft?.header)
        return Finding(
            (file, claims, draft),
            "Certificate \(claims.subject).",
            "证照标识 \(claims.subject)。"
        )
    }

    private func consistency(
        of header: StatementHeader,
        _ claims: CertificateClaims,
        _ draft: StatementHeader?
    ) throws(Objection) {
        guard
            header.issuer == claims.issuer,
            header.subject == claims.subject,
            (draft ?? header).issuedAt == claims.issuedAt
        else {
            throw Objection(
                .contradictory,
                "The header and the content name different issuers, identifiers or times.",
                "声明头与内容中的签发机构、标识或时间不一致。"
            )
        }
    }

    /// Compares the ledger that the statement was made for with the genesis.
    func ledger(of file: EvidenceFile) throws(Objection) -> Finding<Void> {
        let found = file.statement.header.chainID
        let expected = genesis.chainID
        guard found == expected else {
            throw Objection(
                .notOnThisLedger,
                "The file is of ledger \(found.short), and the genesis of \(expected.short).",
                "文件属于账本 \(found.short)，创世文件属于 \(expected.short)。"
            )
        }
        return Finding(
            "\(genesis.document.name) (\(found.short)).",
            "\(genesis.document.name)（\(found.short)）。"
        )
    }

    /// Checks the issuer's signature under the key it names, wherever that key comes from.
    func signature(
        of statement: SignedStatement,
        at leafIndex: UInt64,
        grants: [RecordedStatement]
    ) throws(Objection) -> Finding<Authority> {
        let name = statement.header.keyIdentifier
        let authority = authority(of: name, before: leafIndex, in: grants)
        guard let authority else {
            throw Objection(
                .notIssuedBySource,
                "Nobody granted the signing key \(name.short).",
                "签名密钥 \(name.short) 未经授权。"
            )
        }
        guard let key = try? VerificationKey(authority.grant.key, suite: suite),
            statement.isSigned(by: key)
        else {
            throw Objection(
                .tampered,
                "The issuer's signature does not match the content.",
                "签发签名与内容不符。"
            )
        }
        return Finding(authority, "Signed by key \(name.short).", "签名密钥 \(name.short)。")
    }

    /// Compares the disclosed fields with the digests that the issuer signed; each is shown once.
    ///
    /// An issuer might sign two values under one name: no file shows both.
    func disclosures(
        of file: EvidenceFile,
        claims: CertificateClaims
    ) throws(Objection) -> Finding<Void> {
        var unused = Set(claims.fieldDigests)
        var names: Set<String> = []
        for disclosure in file.disclosures {
            let name = disclosure.displayedName
            guard unused.remove(disclosure.digest(suite)) != nil else {
                throw Objection(
                    .foreignDisclosure,
                    "The field “\(name)” is not among those that the issuer signed.",
                    "字段“\(name)”不在签发机构所签字段之列。"
                )
            }
            guard names.insert(name).inserted else {
                throw Objection(
                    .contradictory,
                    "The field “\(name)” is shown with two values.",
                    "字段“\(name)”有两个取值。"
                )
            }
        }
        return Finding(
            "\(file.disclosures.count) of \(claims.fieldDigests.count) fields shown.",
            "披露 \(file.disclosures.count) 项，共 \(claims.fieldDigests.count) 项。"
        )
    }

    /// Compares a document with the digests that the issuer signed.
    ///
    /// One certificate may go with a PDF and an OFD, so one match decides which of them this is;
    /// all digests of that type, whatever their algorithm, must then match.
    func compare(
        _ document: [UInt8],
        with digests: [DocumentDigest]
    ) throws(Objection) -> Finding<Void> {
        guard !digests.isEmpty else {
            throw Objection(
                .foreignDocument,
                "No document goes with this certificate.",
                "本证照没有附件。"
            )
        }
        let found = Suite.allCases.filter { algorithm in
            digests.contains { $0.algorithm == algorithm }
        }.map { DocumentAlgorithm(suite: $0, digest: $0.digest(document)) }
        let matches = { (signed: DocumentDigest) in
            found.contains { $0.suite == signed.algorithm && $0.digest == signed.digest }
        }
        let type = digests.first(where: matches)?.mediaType
        guard let type, digests.allSatisfy({ $0.mediaType != type || matches($0) }) else {
            let digest = found.first?.digest.short ?? ""
            throw Objection(
                .foreignDocument,
                "The document's digest \(digest) is not among those signed.",
                "文件摘要 \(digest) 不在签发机构所签摘要之列。"
            )
        }
        return Finding(
            "\(document.count) bytes, as signed (\(type)).",
            "\(document.count) 字节，与所签一致（\(type)）。"
        )
    }
}

/// The digest of a document under one suite's algorithm.
private struct DocumentAlgorithm {
    let suite: Suite
    let digest: Digest
}

extension Digest {
    /// The first sixteen digits, enough for people to tell digests apart.
    var short: String { hexadecimal.prefix(16) + "…" }
}
