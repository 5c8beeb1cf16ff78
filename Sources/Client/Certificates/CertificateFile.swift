import Console
package import Evidence
package import Ledger
package import NodeCore

/// A certificate's file on disk, and how it comes to its evidence.
package enum CertificateFile {
    /// Puts a file together from what a node says about a recorded certificate.
    package static func assemble(
        _ parts: EvidenceParts,
        disclosures: [Disclosure]
    ) throws(ClientError) -> EvidenceFile {
        do throws(EvidenceError) {
            var grants: [RecordedStatement] = []
            for proven in parts.issuerEvidence {
                grants.append(
                    try RecordedStatement(
                        statement: proven.statement,
                        inclusion: proven.inclusion
                    )
                )
            }
            return try EvidenceFile.assemble(
                statement: parts.statement,
                disclosures: disclosures,
                recorded: try Anchor(
                    header: parts.recordedHeader,
                    finalization: parts.recordedFinalization
                ),
                inclusion: parts.inclusion,
                status: try status(parts),
                hops: try hops(parts.hops),
                grants: grants
            )
        } catch {
            throw .unproven(what: Phrase(error.english, error.chinese))
        }
    }

    /// Writes a holder's file, with all fields that it shows; its owner alone reads it.
    package static func write(
        _ file: EvidenceFile,
        to path: String,
        replacing: Bool = false,
        hurried: Bool = false
    ) throws(ClientError) {
        try OutputFile.write(
            file.encoded,
            to: path,
            permissions: 0o600,
            replacing: replacing,
            hurried: hurried
        )
    }

    /// Reads a file; that it proves anything is not looked at.
    package static func read(_ path: String) throws(ClientError) -> EvidenceFile {
        let bytes: [UInt8]
        do { bytes = try InputFile.read(path) } catch { throw .input(error) }
        do {
            return try EvidenceFile(decoding: bytes)
        } catch {
            let reason = Phrase(
                "no certificate file (.cose): \(error.english)",
                "不是证照文件（.cose）：\(error.chinese)"
            )
            throw .malformed(path: path, reason: reason)
        }
    }

    /// Refuses a file that a stranger would not find valid: the node is not trusted.
    package static func check(
        _ file: EvidenceFile,
        genesis: Genesis
    ) throws(ClientError) {
        let policy = VerificationPolicy(nowMs: WallClock.nowMs)
        let verdict = Verifier(genesis).verify(file.encoded, policy: policy)
        guard verdict.conclusion == .valid else {
            let failed = verdict.checks.first { $0.reason != nil }
            throw .unproven(what: Phrase(failed?.english ?? "", failed?.chinese ?? ""))
        }
    }

    /// The changes of validators since the genesis; they lead to both anchors.
    static func hops(_ parts: [EvidenceHop]) throws(EvidenceError) -> [Hop] {
        var hops: [Hop] = []
        for hop in parts {
            hops.append(
                Hop(
                    anchor: try Anchor(header: hop.header, finalization: hop.finalization),
                    nextValidators: hop.nextValidators[...]
                )
            )
        }
        return hops
    }

    private static func status(
        _ parts: EvidenceParts
    ) throws(EvidenceError) -> StatusEvidence {
        try StatusEvidence(
            anchor: try Anchor(
                header: parts.statusHeader,
                finalization: parts.statusFinalization
            ),
            proof: parts.status,
            validators: parts.validatorSet,
            event: try event(parts.statusEvent)
        )
    }

    /// The statement that last changed a status.
    static func event(_ proven: ProvenStatement?) throws(EvidenceError) -> RecordedStatement? {
        try proven.map { (proven) throws(EvidenceError) in
            try RecordedStatement(statement: proven.statement, inclusion: proven.inclusion)
        }
    }
}
