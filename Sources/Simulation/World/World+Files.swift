import Evidence
import Ledger
import NodeCore

/// A certificate on the ledger, with what its holder keeps.
struct IssuedCertificate {
    let disclosures: [Disclosure]
    let leafIndex: UInt64
}

/// Certificate files as their holders have them, and the verdict of a stranger with the genesis.
extension World {
    /// Has a certificate recorded in a block of its own.
    func issue(_ number: Int) -> IssuedCertificate? {
        guard let certificate = district.certificate(number),
            let place = record(certificate.statement, at: someValidator)
        else {
            expect(false, "certificate \(number) was not recorded")
            return nil
        }
        return IssuedCertificate(
            disclosures: certificate.disclosures,
            leafIndex: place.leafIndex
        )
    }

    /// The file that a node's answer makes.
    func file(of certificate: IssuedCertificate) -> EvidenceFile? {
        let question = ClientRequest.Body.evidence(leafIndex: certificate.leafIndex)
        guard case .evidence(let parts)? = ask(someValidator, question),
            let file = try? EvidenceFile(parts, certificate.disclosures)
        else {
            expect(false, "no evidence of leaf \(certificate.leafIndex)")
            return nil
        }
        return file
    }

    /// What a stranger finds who has the genesis, a clock and nothing else.
    func verdict(on file: [UInt8]) -> Verdict {
        let policy = VerificationPolicy(nowMs: District.createdMs + 60_000 + nowMs)
        return Verifier(district.genesis).verify(file, policy: policy)
    }

    /// Expects a stranger to find the file of a certificate valid.
    @discardableResult
    func expectValid(_ certificate: IssuedCertificate) -> EvidenceFile? {
        guard let file = file(of: certificate) else { return nil }
        let verdict = verdict(on: file.encoded)
        let reason = verdict.reason?.rawValue ?? ""
        expect(verdict.conclusion == .valid, "leaf \(certificate.leafIndex): \(reason)")
        return file
    }
}

extension EvidenceFile {
    /// The file that the parts of a node's answer make.
    fileprivate init(
        _ parts: EvidenceParts,
        _ disclosures: [Disclosure]
    ) throws(EvidenceError) {
        var hops: [Hop] = []
        for hop in parts.hops {
            let anchor = try Anchor(header: hop.header, finalization: hop.finalization)
            hops.append(Hop(anchor: anchor, nextValidators: hop.nextValidators[...]))
        }
        self = try EvidenceFile.assemble(
            statement: parts.statement,
            disclosures: disclosures,
            recorded: try Anchor(
                header: parts.recordedHeader,
                finalization: parts.recordedFinalization
            ),
            inclusion: parts.inclusion,
            status: try StatusEvidence(
                anchor: try Anchor(
                    header: parts.statusHeader,
                    finalization: parts.statusFinalization
                ),
                proof: parts.status,
                validators: parts.validatorSet,
                event: nil
            ),
            hops: hops
        )
    }
}
