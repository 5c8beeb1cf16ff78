import Client
import Console
import Cryptography
import Evidence
import Testing

@Suite struct CertificateTargetTests {
    private static let identifier =
        "1.2.156.3005.2.11440399900004920C003.11440399900004920C.20261127215401149.001.V"

    private func error(_ text: String) -> ClientError? {
        do {
            _ = try CertificateTarget(text)
            return nil
        } catch { return error }
    }

    @Test func `an identifier is one, and a file that exists is read`() throws {
        guard case .identifier(Self.identifier) = try CertificateTarget(Self.identifier) else {
            Issue.record("the identifier was not taken for one")
            return
        }
        var district = try TestDistrict()
        let file = try district.issue("CERT-04").file
        let folder = try TemporaryFolder()
        try OutputFile.write(file.encoded, to: folder.path + "/a.cose")
        guard case .file(let read) = try CertificateTarget(folder.path + "/a.cose") else {
            Issue.record("the file was not read")
            return
        }
        #expect(read.encoded == file.encoded)
    }

    @Test func `a file that is not there is said to be missing, and no node is blamed`() {
        #expect(error("nofile.cose") == .input(.notFound(path: "nofile.cose")))
        #expect(error("nofile.cose")?.exitCode == .cannotTell)
    }

    @Test func `a mistyped identifier is told by its check character`() {
        let typed = Self.identifier.dropLast() + "W"
        #expect(error(String(typed))?.code == "client.unknown")
        #expect(error(String(typed))?.exitCode == .usage)
        #expect(error(String(typed))?.phrase.english.contains("check character") == true)
    }

    @Test func `a file of another kind is bad, and not a thing that cannot be told`() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/README.md"
        try OutputFile.write("# Read me\n", to: path)
        let bad = try #require(error(path))
        #expect(bad.code == "client.malformed" && bad.exitCode == .bad)
        #expect(bad.phrase.english.contains("no certificate file"))
        let draft = #expect(throws: ClientError.self) { try DraftFile(path) }
        #expect(draft?.exitCode == .bad)
        #expect(draft?.phrase.english.contains("no draft") == true)
        #expect(ClientError.key(.pointNotOnCurve).exitCode == .bad)
        #expect(ClientError.key(.pointNotOnCurve).phrase.english.contains("--suite"))
        let installed = ClientError.unusable(path: path, reason: Phrase("x", "x"))
        #expect(installed.exitCode == .cannotTell)
    }
}
