import CBOR
import COSE
import Catalogue
import Cryptography
import Ledger
import Merkle

extension TestChain {
    /// A signed submission, so many seconds after the chain was created.
    func submission(
        _ kind: StatementKind,
        by signer: String,
        as member: String? = nil,
        subject: String,
        at seconds: UInt64 = 10,
        extra: [CBORPair] = [],
        payload: [UInt8],
        attachment: [UInt8]? = nil
    ) -> Submission {
        let statement = SignedStatement.sign(
            kind: kind,
            issuer: self.member(member ?? signer).issuer,
            subject: subject,
            issuedAt: timeMs(seconds) / 1_000,
            chainID: genesis.chainID,
            extra: extra,
            payload: payload,
            with: key(signer)
        )
        return Submission(statement: statement.bytes, attachment: attachment)
    }

    /// A submission inspected and its signature checked with the test's own key of that name.
    func authentic(_ submission: Submission, signer: String) throws -> AuthenticStatement {
        let key = try VerificationKey(key(signer).publicKey, suite: suite)
        return try inspector.inspect(submission).checkSignatures { _ in key }
    }

    // MARK: Records

    /// Drafts of TAX-001, whose key is the credit code, one for each company number.
    func registrations(
        _ numbers: some Sequence<Int>,
        _ operation: RecordOperation = .add
    ) throws -> [RecordDraft] {
        try numbers.map { number in
            let padded = String(number + 100_000_000)
            let uscc = must(CreditCode.completing("91440399" + padded))
            let fields = try TestCatalogue.fields(of: "TAX-001", with: ["uscc": uscc])
            return try draft("TAX-001", fields: fields, operation)
        }
    }

    /// A draft of these fields, with key and subject as the catalogue sees them.
    func draft(
        _ category: String,
        fields: [UInt8],
        _ operation: RecordOperation = .add
    ) throws -> RecordDraft {
        var validator = RecordValidator(try TestCatalogue.category(category).schema)
        let checked = try validator.validate(fields[...])
        return RecordDraft(
            operation: operation,
            key: checked.key,
            subject: String(decoding: checked.subject, as: UTF8.self),
            effectiveMs: 1_700_000_000_000,
            fields: fields
        )
    }

    /// A plain batch of TAX-001.
    func plainBatch(_ drafts: [RecordDraft]) throws -> RecordBatchBuilder.Batch {
        var builder = RecordBatchBuilder(plain: "TAX-001", chain: genesis.chain)
        for draft in drafts { try builder.append(draft) }
        return try builder.finish()
    }

    /// A batch in another form, sealed for the members of these codes.
    func hiddenBatch(
        _ category: String,
        _ drafts: [RecordDraft],
        secrets: BatchSecrets,
        readers: [String]
    ) throws -> RecordBatchBuilder.Batch {
        let form = try TestCatalogue.category(category).ledgerForm
        var builder = RecordBatchBuilder(
            hidden: category,
            form: form,
            secrets: secrets,
            chain: genesis.chain
        )
        for draft in drafts { try builder.append(draft) }
        return try builder.finish(readers: readers.map { key($0).publicKey })
    }

    func submission(
        of batch: RecordBatchBuilder.Batch,
        by signer: String = "TAX",
        as member: String? = nil,
        at seconds: UInt64 = 10
    ) -> Submission {
        submission(
            .records,
            by: signer,
            as: member,
            subject: batch.batch.category,
            at: seconds,
            payload: batch.payload,
            attachment: batch.attachment
        )
    }

    /// A statement that registers companies in TAX-001.
    func registering(
        _ numbers: some Sequence<Int>,
        _ operation: RecordOperation = .add,
        at seconds: UInt64 = 10
    ) throws -> AuthenticStatement {
        let batch = try plainBatch(registrations(numbers, operation))
        return try authentic(submission(of: batch, at: seconds), signer: "TAX")
    }

    // MARK: Certificates, statuses, grants

    func identifier(_ serial: Int, of member: String = "TAX") -> String {
        let identifier = CertificateIdentifier(
            type: "11440399900004920C004",
            issuer: self.member(member).uscc,
            serial: String(serial),
            version: "001"
        )
        return must(identifier).text
    }

    func claims(
        _ serial: Int,
        by member: String = "TAX",
        type: String = "CERT-04",
        at seconds: UInt64 = 10,
        supersedes: UInt64? = nil
    ) -> CertificateClaims {
        CertificateClaims(
            issuer: self.member(member).issuer,
            subject: identifier(serial, of: member),
            issuedAt: timeMs(seconds) / 1_000,
            type: type,
            supersedes: supersedes,
            fieldDigests: (0..<3).map { suite.digest([UInt8(serial % 256), $0]) }
        )
    }

    func submission(
        of claims: CertificateClaims,
        by signer: String = "TAX",
        as member: String? = nil
    ) -> Submission {
        submission(
            .certificate,
            by: signer,
            as: member,
            subject: claims.subject,
            at: claims.issuedAt - timeMs(0) / 1_000,
            payload: claims.encoded
        )
    }

    func issuing(
        _ serial: Int,
        by member: String = "TAX",
        type: String = "CERT-04",
        at seconds: UInt64 = 10,
        supersedes: UInt64? = nil
    ) throws -> AuthenticStatement {
        let claims = claims(serial, by: member, type: type, at: seconds, supersedes: supersedes)
        return try authentic(submission(of: claims, by: member), signer: member)
    }

    /// A change of what `target` stated at a leaf index.
    func changing(
        _ target: AuthenticStatement,
        at leafIndex: UInt64,
        to status: Status,
        by signer: String = "TAX",
        as member: String? = nil,
        at seconds: UInt64 = 10
    ) throws -> AuthenticStatement {
        let change = StatusChange(
            leafIndex: leafIndex,
            entry: target.statement.entry,
            status: status,
            reason: "依申请",
            effectiveMs: timeMs(seconds)
        )
        return try changing(
            change,
            subject: target.statement.subject,
            by: signer,
            as: member,
            at: seconds
        )
    }

    func changing(
        _ change: StatusChange,
        subject: String,
        by signer: String = "TAX",
        as member: String? = nil,
        at seconds: UInt64 = 10
    ) throws -> AuthenticStatement {
        let submission = submission(
            .status,
            by: signer,
            as: member,
            subject: subject,
            at: seconds,
            payload: change.encoded
        )
        return try authentic(submission, signer: signer)
    }

    func granting(
        _ grant: KeyGrant,
        by signer: String = "TAX",
        as member: String? = nil,
        at seconds: UInt64 = 10
    ) throws -> AuthenticStatement {
        let submission = submission(
            .grant,
            by: signer,
            as: member,
            subject: suite.keyIdentifier(of: grant.key).hexadecimal,
            at: seconds,
            payload: grant.encoded
        )
        return try authentic(submission, signer: signer)
    }
}
