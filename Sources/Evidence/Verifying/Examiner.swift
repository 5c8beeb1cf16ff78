import COSE
import Cryptography
import Ledger
import Merkle

/// Looks at one file, check by check; each check believes only what earlier ones have shown.
///
///     file ─ ledger ─ signature ─ validators ─ recordedBlock ─ inclusion ─ approval ─ issuer
///          ─ disclosures ─ document ─ receipts ─ statusBlock ─ status ─ period ─ freshness
///
/// An objection ends the examination, because what follows would rest on it. Only the last three
/// are independent of one another, and all of them are made.
struct Examiner {
    let genesis: Genesis
    let policy: VerificationPolicy
    /// The document that came with the file, to be compared with what its issuer signed.
    let document: [UInt8]?

    var suite: Suite { genesis.suite }
    var hasher: MerkleHasher { MerkleHasher(suite) }

    func examine(_ bytes: [UInt8], into report: inout Report) throws(Objection) {
        let (file, claims, draft) = try report.note(.file) { () throws(Objection) in
            try read(bytes)
        }
        let evidence = file.evidence
        try report.note(.ledger) { () throws(Objection) in try ledger(of: file) }
        let authority = try report.note(.signature) { () throws(Objection) in
            try signature(of: file.statement, at: file.leafIndex, grants: evidence.grants)
        }
        let succession = try report.note(.validators) { () throws(Objection) in
            try validators(after: evidence.hops)
        }
        let finalization = try report.note(.recordedBlock) { () throws(Objection) in
            try finality(of: evidence.recorded, in: succession)
        }
        try report.note(.inclusion) { () throws(Objection) in try inclusion(of: file) }
        var signers = [authority]
        if draft != nil || asksForTwoPersons(claims, in: evidence.grants) {
            let officer = try report.note(.approval) { () throws(Objection) in
                try approval(of: draft, by: file.statement, at: file.leafIndex, evidence.grants)
            }
            signers.append(officer)
        }
        let issuer = try report.note(.issuer) { () throws(Objection) in
            try authorization(of: file, claims: claims, by: signers)
        }
        try report.note(.disclosures) { () throws(Objection) in
            try disclosures(of: file, claims: claims)
        }
        if let document {
            try report.note(.document) { () throws(Objection) in
                try compare(document, with: claims.documents)
            }
        }
        if !file.receipts.isEmpty {
            try report.note(.receipts) { () throws(Objection) in
                try receipts(of: file, finalization: finalization, in: succession)
            }
        }
        report.certificate = summary(of: file, claims: claims, issuer: issuer)
        let proven = try report.note(.statusBlock) { () throws(Objection) in
            try statusBlock(of: file, in: succession)
        }
        report.asOf = proven.moment
        report.statusEvent = proven.event
        _ = try? report.note(.status) { () throws(Objection) in try judge(proven) }
        _ = try? report.note(.period) { () throws(Objection) in
            try period(of: claims, recorded: evidence.recorded.header)
        }
        _ = try? report.note(.freshness) { () throws(Objection) in
            try freshness(of: evidence.statusAnchor.header)
        }
    }
}
