import Client
import Console
import JSON

extension BenchRun {
    /// Certificates issued by whole processes of `lianzheng issue`, one after another, then as one
    /// table: signed, final, and each with its holder's file checked and written.
    func measureCertificates(_ report: inout BenchReport) throws {
        tell(Phrase("certificates…", "签发证照……"))
        let fields = folder.path + "/fields.json"
        let single = Stopwatch()
        for index in 0..<Self.singleCertificates {
            try issue([fields, "--out", "\(folder.path)/single-\(index).cose"])
        }
        report.singleCertificates = Double(Self.singleCertificates) / single.seconds
        let table = folder.path + "/rows.csv"
        var rows = "holder_uscc,holder_name,checked_as_of,scope,conclusion\n"
        for index in 0..<Self.batchCertificates {
            rows += "91440399000000019Q,示范企业\(index),2026-06-30,ALL,NONE\n"
        }
        try OutputFile.write(rows, to: table)
        let batch = Stopwatch()
        try issue(["--batch", table, "--out", folder.path + "/issued"])
        report.batchCertificates = Double(Self.batchCertificates) / batch.seconds
    }

    private static let singleCertificates = 20
    private static let batchCertificates = 2_000

    private func issue(_ arguments: [String]) throws {
        let common = ["issue", "--dir", folder.path, "--type", "CERT-04", "--as", "TAX"]
        let issued = try BenchProcess.run("lianzheng", common + arguments)
        guard issued.exitCode == 0 else { throw BenchFailure.tool("lianzheng issue") }
    }

    /// How much of the machine's own limit a replay reaches: the time that its signatures and its
    /// hashing take on all cores, to the time that it took.
    ///
    /// Hashing is one pass over the bytes, and for each record its key tag and a node of the tree.
    func replayShare(_ result: JSONValue, _ limits: BenchLimits) -> Double {
        func count(_ name: String) -> Double { Double(result[name]?.integer ?? 0) }
        guard case .number(let text)? = result["seconds"], let seconds = Double(text), seconds > 0
        else { return 0 }
        let signing = (count("signatures") + count("votes")) / limits.verifications
        let hashing =
            (count("bytes") / limits.hashedBytes + 2 * count("records") / limits.nodeDigests)
            / Double(limits.cores)
        return (signing + hashing) / seconds * 100
    }
}
