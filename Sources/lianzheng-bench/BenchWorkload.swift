import COSE
import Catalogue
import Client
import Console
import JSON
import Ledger

/// Signed statements to submit: plain registrations (TAX-001) of ever new enterprises.
///
/// Made before the clock starts: what an agency's own machine spends on its records is not the
/// ledger's time.
struct BenchWorkload {
    private static let category = "TAX-001"

    private let signer: Signer
    private let schema: Schema
    private let chain: ChainIdentity
    private let template: RecordFields
    private var nextEnterprise = 100_000_000

    init(_ network: Network, examples: String) throws(ClientError) {
        signer = try network.signer("TAX")
        chain = network.genesis.chain
        guard let category = try network.catalogue().category(Self.category),
            let example = try NetworkFolder.document(examples)[Self.category]?.object,
            let fields = category.schema.read(example, from: .json).fields
        else { throw .unknown(kind: Phrase("category", "类别"), name: Self.category) }
        schema = category.schema
        template = fields
    }

    /// Signed statements of some records each.
    mutating func statements(_ count: Int, recordsEach: Int) throws(ClientError) -> [Submission] {
        var statements: [Submission] = []
        for _ in 0..<count { statements.append(try statement(recordsEach)) }
        return statements
    }

    private mutating func statement(_ recordCount: Int) throws(ClientError) -> Submission {
        var builder = RecordBatchBuilder(plain: Self.category, chain: chain)
        do throws(RecordsFailure) {
            for _ in 0..<recordCount { try builder.append(nextDraft()) }
            let batch = try builder.finish()
            let signed = signer.sign(.records, about: Self.category, payload: batch.payload)
            return Submission(statement: signed.bytes, attachment: batch.attachment)
        } catch { throw .unsignable(category: Self.category, error) }
    }

    private mutating func nextDraft() -> RecordDraft {
        let code = CreditCode.completing("91440399\(nextEnterprise)") ?? ""
        nextEnterprise += 1
        var fields = template
        if let position = schema.subjectField { fields[position] = .text(code) }
        let encoded = fields.encoded()
        var validator = RecordValidator(schema)
        let key = (try? validator.validate(encoded[...]))?.key ?? []
        return RecordDraft(
            key: key,
            subject: code,
            effectiveMs: 1_750_000_000_000,
            fields: encoded
        )
    }
}
