import COSE
package import Evidence
package import NodeCore

/// A certificate that is recorded, on its way to its holder.
package struct IssuedCertificate: Sendable {
    /// What it was made of.
    package let row: CertificateRow
    /// The holder's file.
    package let file: EvidenceFile
    /// What opens its fields at the node.
    package let code: ClaimCode
    /// Why the node keeps nothing of it; nil where it keeps the fields.
    package let depositRefusal: Refusal?

    /// The certificate identifier.
    package var identifier: String { file.statement.header.subject }
}

/// Where the files of holders go.
package protocol HolderFiles {
    /// Whether the file of a certificate is there: then all is done for it.
    func has(_ identifier: String) -> Bool
    /// Writes down the claim code, then the holder's file.
    func write(_ certificate: IssuedCertificate) throws(ClientError)
}

/// The folder of a batch: a file for each certificate, named for it, and the table of claim codes.
package struct BatchFolder: HolderFiles {
    private let path: String
    private let claims: ClaimList

    /// A folder which is there, and the table in it.
    package init(_ path: String, claims: ClaimList) {
        self.path = path
        self.claims = claims
    }

    /// Whether the file of a certificate is there.
    ///
    /// One that a loss of power left empty is not: it is written again.
    package func has(_ identifier: String) -> Bool {
        let path = file(identifier)
        return Folder.exists(path) && (try? CertificateFile.read(path)) != nil
    }

    /// Adds a line to the table, then writes the file.
    package func write(_ certificate: IssuedCertificate) throws(ClientError) {
        try claims.add(
            line: certificate.row.place.line,
            identifier: certificate.identifier,
            code: certificate.code,
            isDeposited: certificate.depositRefusal == nil
        )
        let path = file(certificate.identifier)
        try CertificateFile.write(certificate.file, to: path, replacing: true, hurried: true)
    }

    private func file(_ identifier: String) -> String { "\(path)/\(identifier).cose" }
}
