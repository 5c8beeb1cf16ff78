import COSE
import Console
package import Evidence
package import Ledger
import NodeCore

extension CertificateFile {
    /// Puts a holder's file together from what a node keeps for him and what it proves.
    ///
    /// The claim comes first, so that a wrong code and a certificate that there is not are refused
    /// at the same step. Whoever shows the file verifies it, as one that a stranger sent.
    package static func claim(
        _ identifier: String,
        for proof: HolderProof,
        from connection: NodeConnection,
        chain: ChainIdentity
    ) throws(ClientError) -> EvidenceFile {
        let context = VaultContext(identifier, chain: chain)
        let disclosures = try connection.fields(of: context, for: proof)
        let leafIndex = try connection.locate(certificate: identifier)
        let file = try assemble(
            try connection.evidence(leafIndex: leafIndex),
            disclosures: disclosures
        )
        guard file.statement.header.subject == identifier else {
            throw .unproven(
                what: Phrase("the node gave another certificate", "节点给出的是另一份证照")
            )
        }
        return file
    }
}
