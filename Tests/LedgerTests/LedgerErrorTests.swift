import CBOR
import COSE
import Catalogue
import Cryptography
import Ledger
import Merkle
import Testing

@Suite struct LedgerErrorTests {
    private static let cbor = CBORError.truncated(at: 3)

    private static let statements: [StatementViolation] = [
        .malformed(.badSignature), .malformedPayload(cbor), .wrongChain(found: .zero),
        .wrongAlgorithm(expected: -7, found: -8), .kindNotInForce(.ballot),
        .kindNotRecordable(.query), .labelNotAllowed(label: "x"),
        .subjectMismatch(expected: "a", found: "b"),
        .overLimit(.blockBytes, found: 2, allowed: 1), .attachment(isExpected: true),
        .badSignature, .tooOld(issuedAt: 1, timeMs: 2), .fromTheFuture(issuedAt: 9, timeMs: 2),
        .replayed, .inspectedEarlier,
    ]
    private static let authorities: [AuthorityViolation] = [
        .unknownKey(.zero), .keyRevoked(.zero), .keyExpired(notAfterMs: 1),
        .memberRemoved(code: "AMR"),
        .notTheKeysMember(expected: "a", found: "b"), .outOfScope(subject: "x"),
        .notTheSource(category: "TAX-001", source: "TAX", role: "AMR"),
        .notTheIssuer(type: "CERT-04", issuer: "TAX", role: "AMR"), .administrationRequired,
        .grantForOtherMember(member: "AMR"), .grantedKeyNotOnCurve, .keyExists(.zero),
        .grantEnded(notAfterMs: 1),
    ]
    private static let records: [RecordsViolation] = [
        .malformedAttachment(cbor), .unknownCategory(code: "x"),
        .schemaVersion(expected: 1, found: 2), .formNotAllowed(expected: .plain, found: .sealed),
        .emptyBatch, .batchCount(announced: 1, found: 2), .batchRoot(signed: .zero, found: .zero),
        .wrappedSecrets(isExpected: true), .malformedRecord(cbor), .keyTagMismatch,
        .subjectMismatch(expected: "x"), .exists, .missing,
    ]
    private static let certificates: [CertificateViolation] = [
        .unknownType(code: "x"), .typeVersion(expected: 1, found: 2),
        .identifierForm(identifier: "x"),
        .identifierCheck(identifier: "x"), .identifierIssuer(expected: "a", found: "b"),
        .claimMismatch(.issuer), .badClaim(.expiry), .exists(identifier: "x"),
        .supersedesOtherType(expected: "a", found: "b"), .approvalMissing(type: "x"),
        .badDraft(.badSignature), .sameApprover,
    ]
    private static let drafts: [DraftFault] = [
        .malformed(.badSignature), .otherKind(.grant), .furtherLabels, .otherChain, .otherSubject,
        .otherTime(draftedAt: 2, approvedAt: 1), .otherTime(draftedAt: 1, approvedAt: 9),
        .badSignature,
    ]
    private static let statuses: [StatusViolation] = [
        .missingReason, .unknownTarget(leafIndex: 1), .targetMismatch(leafIndex: 1),
        .notTheTargetsIssuer(issuer: "x"), .illegalTransition(from: .valid, to: .valid),
        .effectiveInFuture(effectiveMs: 2, timeMs: 1),
        .effectiveBeforeIssue(effectiveMs: 1, issuedMs: 2),
    ]
    private static let equivocations: [EquivocationViolation] = [
        .vote(.unknownVoteKind), .noContradiction, .epoch(found: 1, current: 2),
        .notAValidator(.zero), .alreadyAccused(leafIndex: 1), .accusedOften(allowed: 16),
    ]
    private static let blocks: [BlockViolation] = [
        .malformedBody(cbor), .unknownParent(.zero), .timeNotAfterParent(parentMs: 2, timeMs: 1),
        .headerMismatch(.treeRoot), .parentEndsEpoch(.zero), .epochEnded,
        .unknownRules(version: 2, height: 3),
    ]
    private static let governance: [GovernanceViolation] = [
        .notAGovernor(member: "x"), .noChanges, .tooManyChanges(allowed: 1), .noReason,
        .votingTime(lowMs: 1, highMs: 2), .tooManyOpen(allowed: 1), .alreadyProposed(entry: .zero),
        .contradiction(subject: "x"), .badName(what: "code", value: "x"), .badRow(.notCanonical),
        .rowMismatch(code: "x"), .keyNotOnCurve(of: "x"), .keyNotPossessed(of: "x"),
        .unknownProposal(entry: .zero), .decided, .votingEnded(notAfterMs: 1), .voiceUnchanged,
        .unknownMember(code: "x"), .memberExists(code: "x"), .memberRunsValidator(code: "x"),
        .memberHasValidator(code: "x"), .unknownValidator(name: "x"), .nodeExists(name: "x"),
        .keyInUse(by: "x"), .tooFewValidators(count: 3), .tooMany(what: "members", limit: 1),
        .validators(.validatorCount(found: 0)), .nobodyGoverns,
        .versionOutOfOrder(subject: "x", expected: 2, found: 3), .unknownLimit(name: "x"),
        .limitOutOfRange(name: "x", value: 1, low: 2, high: 3),
        .activationTooEarly(height: 1, earliest: 2),
    ]

    private static let all: [LedgerViolation] =
        statements.map(LedgerViolation.statement) + authorities.map(LedgerViolation.authority)
        + records.map(LedgerViolation.records) + certificates.map(LedgerViolation.certificate)
        + statuses.map(LedgerViolation.status)
        + equivocations.map(LedgerViolation.equivocation) + blocks.map(LedgerViolation.block)
        + governance.map(LedgerViolation.governance)

    @Test func `every rule has a code of its own`() {
        let codes = Self.all.map(\.code)
        #expect(Set(codes).count == codes.count)
        #expect(codes.allSatisfy { $0.hasPrefix("ledger.") })
    }

    @Test func `every rule speaks both languages`() {
        for violation in Self.all {
            #expect(!violation.english.isEmpty)
            #expect(violation.chinese.unicodeScalars.contains { $0.value >= 0x4e00 })
        }
    }

    @Test func `every fault of a draft has a wording of its own in both languages`() {
        #expect(Set(Self.drafts.map(\.english)).count == Self.drafts.count)
        #expect(Set(Self.drafts.map(\.chinese)).count == Self.drafts.count)
    }

    @Test func `an error says where it was found`() {
        let error = LedgerError(.records(.exists), at: .init(record: 16)).at(statement: 2)
        #expect(error.code == "ledger.recordExists")
        #expect(error.english.hasPrefix("statement 3, record 17: "))
        #expect(error.chinese.hasPrefix("第 3 份声明，第 17 条记录："))
    }
}
