package import COSE
import Console
import Evidence
import NodeCore

/// A certificate that is on the ledger, found by its file or by its identifier.
package struct RecordedCertificate: Sendable {
    /// What its issuer signed.
    package let statement: SignedStatement
    /// Its place on the ledger.
    package let leafIndex: UInt64

    /// Finds the certificate: `target` is a file's path, or a certificate identifier.
    package init(_ target: String, _ connection: NodeConnection) throws(ClientError) {
        if Folder.exists(target) {
            let file = try CertificateFile.read(target)
            statement = file.statement
            leafIndex = file.leafIndex
            return
        }
        leafIndex = try connection.locate(certificate: target)
        let parts = try connection.evidence(leafIndex: leafIndex)
        do {
            statement = try SignedStatement(decoding: parts.statement)
        } catch {
            throw .unproven(what: Phrase(error.english, error.chinese))
        }
    }
}
