import CBOR
import COSE
package import Catalogue
import Cryptography
import Merkle

/// Checks everything about a statement that needs no state.
///
/// It is pure and may run on any number of threads. Within one statement it stops at the first
/// violation.
package struct StatementInspector: Sendable {
    /// How closely records are looked at.
    package enum Depth: Sendable {
        /// The catalogue checks the fields of plain records.
        case full
        /// The fields are skipped: for blocks that this node finalized itself, at a restart.
        case shape
    }

    let genesis: Genesis
    /// The catalogue in force.
    package let catalogue: Catalogue
    /// The catalogue of the genesis.
    let original: Catalogue
    /// What governance decided for the epoch.
    let charter: Charter
    let depth: Depth
    private let categoryIndexes: [String: Int]

    /// An inspector for a chain; the catalogue must be the chain's.
    ///
    /// It inspects by what holds in epoch 0; `under(_:)` gives the one for another charter.
    package init(genesis: Genesis, catalogue: Catalogue, depth: Depth = .full) {
        self.init(
            genesis: genesis,
            original: catalogue,
            catalogue: catalogue,
            charter: Charter(genesis),
            depth: depth
        )
    }

    private init(
        genesis: Genesis,
        original: Catalogue,
        catalogue: Catalogue,
        charter: Charter,
        depth: Depth
    ) {
        self.genesis = genesis
        self.original = original
        self.catalogue = catalogue
        self.charter = charter
        self.depth = depth
        let numbered = catalogue.categories.enumerated().map { ($1.code, $0) }
        categoryIndexes = Dictionary(numbered) { first, _ in first }
    }

    /// The inspector for the statements of an epoch in which this charter holds.
    ///
    /// Rows are understood before they are decided on, so an error means that the charter is not
    /// one of this chain.
    package func under(_ charter: Charter) throws(LedgerError) -> StatementInspector {
        var catalogue = original
        if !charter.categoryRows.isEmpty || !charter.certificateRows.isEmpty {
            do {
                catalogue = try original.revised(
                    categories: charter.categoryRows.map(\.json),
                    certificateTypes: charter.certificateRows.map(\.json)
                )
            } catch { throw LedgerError(.governance(.badRow(error))) }
        }
        return StatementInspector(
            genesis: genesis,
            original: original,
            catalogue: catalogue,
            charter: charter,
            depth: depth
        )
    }

    /// Whether it inspects by what holds in epoch 0, which the genesis alone says.
    package var isOfGenesis: Bool { charter.epoch == 0 }

    /// The position of a category in the catalogue.
    func categoryIndex(_ code: String) -> Int? { categoryIndexes[code] }

    /// Decodes a submission and checks it against genesis and catalogue.
    package func inspect(_ submission: Submission) throws(LedgerError) -> InspectedStatement {
        let limits = charter.limits
        try Limit.statementBytes.check(submission.statement.count, limits.statementBytes)
        try Limit.attachmentBytes.check(
            submission.attachment?.count ?? 0,
            limits.attachmentBytes
        )
        let statement: SignedStatement
        do {
            statement = try SignedStatement(decoding: submission.statement)
        } catch { throw LedgerError(.statement(.malformed(error))) }
        try checkHeader(statement.header)
        let draft = try inspectDraft(of: statement)
        let content = try content(
            of: statement,
            approving: draft,
            attachment: submission.attachment
        )
        try checkExtraLabels(statement.header)
        let entry = statement.entry(genesis.suite)
        return InspectedStatement(
            submission: submission,
            statement: statement,
            content: content,
            draft: draft,
            entry: entry,
            leafHash: MerkleHasher(genesis.suite).leaf(entry),
            signedDigest: statement.signedDigest(genesis.suite),
            inspectionEpoch: charter.inspectionEpoch
        )
    }

    private func content(
        of statement: SignedStatement,
        approving draft: SignedStatement?,
        attachment: ArraySlice<UInt8>?
    ) throws(LedgerError) -> StatementContent {
        guard (attachment != nil) == (statement.header.kind == .records) else {
            throw LedgerError(.statement(.attachment(isExpected: attachment == nil)))
        }
        switch statement.header.kind {
        case .records:
            return .records(try inspectRecords(statement, attachment: attachment ?? []))
        case .certificate:
            return .certificate(try inspectCertificate(statement, approving: draft))
        case .status:
            return .status(try inspectStatus(statement))
        case .grant:
            return try inspectGrant(statement)
        case .proposal:
            return .proposal(try inspectProposal(statement))
        case .ballot:
            return .ballot(try inspectBallot(statement))
        case .equivocation:
            return .equivocation(try inspectEquivocation(statement))
        case .consent, .access:
            throw LedgerError(.statement(.kindNotInForce(statement.header.kind)))
        case .query, .report, .draft, .deposit, .claim:
            throw LedgerError(.statement(.kindNotRecordable(statement.header.kind)))
        }
    }
}

// MARK: - The header

extension StatementInspector {
    private func checkHeader(_ header: StatementHeader) throws(LedgerError) {
        guard header.chainID == genesis.chainID else {
            throw LedgerError(.statement(.wrongChain(found: header.chainID)))
        }
        let algorithm = genesis.suite.signatureAlgorithm
        guard header.algorithm == algorithm else {
            throw LedgerError(
                .statement(.wrongAlgorithm(expected: algorithm, found: header.algorithm))
            )
        }
    }

    /// Optional labels belong to certificates; the digest algorithm must be the chain's.
    private func checkExtraLabels(_ header: StatementHeader) throws(LedgerError) {
        for pair in header.extra {
            let isDigestAlgorithm =
                pair.key == CBORValue(HeaderLabel.redactionAlgorithm)
                && pair.value == CBORValue(genesis.suite.digestAlgorithm)
            let isDraft = pair.key == CBORValue(HeaderLabel.draft)
            guard header.kind == .certificate && (isDigestAlgorithm || isDraft) else {
                throw LedgerError(.statement(.labelNotAllowed(label: "\(pair.key)")))
            }
        }
    }

    /// The subject that a kind of statement has to have.
    func checkSubject(
        of statement: SignedStatement,
        is expected: String
    ) throws(LedgerError) {
        let found = statement.header.subject
        guard found == expected else {
            throw LedgerError(.statement(.subjectMismatch(expected: expected, found: found)))
        }
    }
}
