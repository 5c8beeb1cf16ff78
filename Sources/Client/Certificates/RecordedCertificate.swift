package import COSE
import Catalogue
package import Console
package import Evidence
import NodeCore

/// Which certificate a person means: that of a file, or the one with an identifier.
package enum CertificateTarget: Sendable {
    /// The certificate of a file that was read.
    case file(EvidenceFile)
    /// A certificate identifier in its right form.
    case identifier(String)

    /// Reads what was typed, before any node is asked: a file's path, or a certificate identifier.
    package init(_ text: String) throws(ClientError) {
        if Folder.exists(text) {
            self = .file(try CertificateFile.read(text))
        } else if CertificateIdentifier(text) != nil {
            self = .identifier(text)
        } else if text.hasPrefix(CertificateIdentifier.root + ".") {
            throw .unknown(kind: Self.mistyped, name: text)
        } else {
            throw .input(.notFound(path: text))
        }
    }

    /// What is missing where an identifier was mistyped.
    package static let mistyped = Phrase(
        "certificate identifier (its check character is wrong)",
        "电子证照标识（校验位不符）"
    )
}

/// A certificate that is on the ledger, found by its file or by its identifier.
package struct RecordedCertificate: Sendable {
    /// What its issuer signed.
    package let statement: SignedStatement
    /// Its place on the ledger.
    package let leafIndex: UInt64

    /// Finds the certificate on the ledger.
    package init(
        _ target: CertificateTarget,
        _ connection: NodeConnection
    ) throws(ClientError) {
        switch target {
        case .file(let file):
            statement = file.statement
            leafIndex = file.leafIndex
        case .identifier(let identifier):
            leafIndex = try connection.locate(certificate: identifier)
            let parts = try connection.evidence(leafIndex: leafIndex)
            do {
                statement = try SignedStatement(decoding: parts.statement)
            } catch {
                throw .unproven(what: Phrase(error.english, error.chinese))
            }
        }
    }
}
