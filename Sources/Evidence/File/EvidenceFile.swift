package import COSE
import Cryptography
package import Ledger
package import Merkle

/// The one file that a citizen holds: an RFC 9943 transparent statement.
///
///     18([ << header >>, { 17: [ * disclosure ], ? 394: [ + receipt ], -70002: evidence },
///          h'payload', h'signature' ])
///
/// The signed statement inside never changes. What stands in the unprotected header proves itself,
/// part by part: the holder strips disclosures and anybody renews the evidence of the status.
package struct EvidenceFile: Hashable, Sendable {
    /// What the issuer signed.
    package let statement: SignedStatement
    /// The fields that the holder shows.
    package var disclosures: [Disclosure]
    /// Votes of the recorded anchor in the form of RFC 9942, for tools of others.
    package var receipts: [Receipt]
    /// What proves that the statement is recorded, and its status.
    package var evidence: LedgerEvidence

    /// Puts a file together from decoded parts.
    package init(
        statement: SignedStatement,
        disclosures: [Disclosure],
        receipts: [Receipt] = [],
        evidence: LedgerEvidence
    ) {
        self.statement = statement
        self.disclosures = disclosures
        self.receipts = receipts
        self.evidence = evidence
    }

    /// The height and time of the block that the status is proven by.
    package var statusHeader: BlockHeader { evidence.statusAnchor.header }

    /// The block that recorded the statement; unverified.
    package var recordedHeader: BlockHeader { evidence.recorded.header }

    /// The statement's place on the ledger, as the file has it; unverified.
    package var leafIndex: UInt64 { evidence.inclusion.leafIndex }
}

// MARK: - Making and changing files

extension EvidenceFile {
    /// Puts a file together from the encoded parts that a node gives.
    ///
    /// Nothing is verified here but the form; whoever asks the node verifies the file it makes.
    ///
    /// - Parameters:
    ///   - statement: The statement, with an empty unprotected header.
    ///   - disclosures: What the issuer keeps for the holder.
    ///   - recorded: The anchor that `inclusion` and `grants` lead to.
    ///   - inclusion: The encoded inclusion proof.
    ///   - status: What a newer state of the ledger says.
    ///   - hops: The changes of validators since the genesis, in order.
    ///   - grants: The grants from a key of the genesis to the issuer's; none for a genesis key.
    /// - Returns: The file.
    /// - Throws: `EvidenceError` when a part cannot be decoded.
    package static func assemble(
        statement: [UInt8],
        disclosures: [Disclosure],
        recorded: Anchor,
        inclusion: [UInt8],
        status: StatusEvidence,
        hops: [Hop] = [],
        grants: [RecordedStatement] = []
    ) throws(EvidenceError) -> EvidenceFile {
        let signed: SignedStatement
        do { signed = try SignedStatement(decoding: statement) } catch { throw .message(error) }
        return EvidenceFile(
            statement: signed,
            disclosures: disclosures,
            evidence: LedgerEvidence(
                recorded: recorded,
                inclusion: try InclusionProof(whole: inclusion),
                statusAnchor: status.anchor,
                status: status.proof,
                validators: status.validators,
                hops: hops,
                grants: grants,
                statusEvent: status.event
            )
        )
    }

    /// The same file with newer evidence of the status; `hops` lead to the newer validators.
    package func withRefreshedStatus(_ status: StatusEvidence, hops: [Hop]? = nil) -> EvidenceFile {
        var file = self
        file.evidence.statusAnchor = status.anchor
        file.evidence.status = status.proof
        file.evidence.validators = status.validators
        file.evidence.statusEvent = status.event
        if let hops { file.evidence.hops = hops }
        return file
    }

    /// The same file showing only the fields with these names.
    package func keepingDisclosures(of names: Set<String>) -> EvidenceFile {
        var file = self
        file.disclosures = disclosures.filter { $0.name.map(names.contains) ?? false }
        return file
    }

    /// The same file with the recorded anchor's votes in the form of RFC 9942 receipts.
    ///
    /// `validators` finalized the recorded anchor. Tools of others can check receipts; ours does
    /// not need them, and each makes the file up to 1.3 kB longer.
    package func withReceipts(
        of validators: ValidatorSet,
        chain: ChainIdentity
    ) throws(EvidenceError) -> EvidenceFile {
        let finalization: QuorumProof
        do {
            finalization = try evidence.recorded.finalization(of: chain, count: validators.count)
        } catch { throw .chain(error) }
        var file = self
        file.receipts = finalization.receipts(
            for: evidence.inclusion,
            validators: validators,
            suite: chain.suite
        )
        return file
    }
}

/// What a newer state of the ledger says about a statement: the parts of a file that age.
package struct StatusEvidence: Hashable, Sendable {
    /// The block that the proofs lead to.
    package let anchor: Anchor
    /// The proof of the status.
    package let proof: StatusProof
    /// The encoded set of validators that finalized the anchor.
    package let validators: ArraySlice<UInt8>
    /// The statement that gave the status its value; nil when nothing ever changed it.
    package let event: RecordedStatement?

    /// Takes over the encoded parts that a node gives.
    package init(
        anchor: Anchor,
        proof: [UInt8],
        validators: [UInt8],
        event: RecordedStatement?
    ) throws(EvidenceError) {
        self.anchor = anchor
        self.proof = try StatusProof(whole: proof)
        self.validators = validators[...]
        self.event = event
    }
}
