import Audit
import COSE
import Console
import Cryptography
import JSON
import Ledger

/// `lianzheng-audit check-seal`: was this report signed, by whom, and is it unchanged.
struct CheckSealCommand: AuditCommand {
    static let flags = Flags(
        "lianzheng-audit check-seal",
        operands: "REPORT",
        summary: Phrase(
            "Check the signature under an audit report.",
            "核验审计报告的签章。"
        ),
        flags: [
            .option("genesis", "FILE", Phrase("the genesis of the chain", "链的创世文件")),
            .option(
                "seal",
                "FILE",
                Phrase("the signature (default: REPORT.cose)", "签章文件（默认为报告名加 .cose）")
            ),
            .option(
                "key",
                "FILE",
                Phrase(
                    "the auditor's key, when the genesis does not grant it",
                    "审计方公钥或密钥文件（创世文件中没有时）"
                )
            ),
        ],
        examples: [
            (
                "lianzheng-audit check-seal report.html --genesis genesis.json",
                Phrase("a report and report.html.cose beside it", "核验 report.html 与其签章")
            )
        ]
    )

    let arguments: Arguments
    private let path: String
    private let genesisPath: String

    init(_ arguments: Arguments) throws(UsageError) {
        path = try arguments.onlyOperand("REPORT")
        genesisPath = try arguments.required("genesis")
        self.arguments = arguments
    }

    func work() async throws -> ExitCode {
        let genesis: Genesis
        do {
            genesis = try Genesis(bytes: try InputFile.read(genesisPath))
        } catch let error as GenesisError { throw AuditError.genesis(error) }
        let report = try InputFile.read(path)
        let sealPath = arguments["seal"] ?? path + ".cose"
        guard let seal = try? SignedStatement(decoding: try InputFile.read(sealPath)) else {
            throw OutputError.badSeal(path: sealPath)
        }
        let (key, name) = try signer(of: seal, genesis, sealPath)
        let isGood = ReportSeal.isGood(seal, under: report, chainID: genesis.chainID, by: key)
        let verdict =
            isGood
            ? Phrase("✔ signed by \(name.english), unchanged", "✔ 由\(name.chinese)签章，未被改动")
            : Phrase("✘ not what \(name.english) signed", "✘ 并非\(name.chinese)签章的内容")
        if arguments.wantsJSON {
            let answer: JSONValue = [
                "verdict": .string(isGood ? "good" : "bad"), "signer": .string(seal.header.issuer),
                "key": .string(key.identifier.hexadecimal),
                "signed_at": .integer(seal.header.issuedAt),
            ]
            StandardStream.output.write(JSONText.pretty(answer) + "\n")
        } else {
            StandardStream.output.write(verdict.text(language) + "\n")
        }
        return isGood ? .good : .bad
    }

    private func signer(
        of seal: SignedStatement,
        _ genesis: Genesis,
        _ sealPath: String
    ) throws -> (VerificationKey, Phrase) {
        if let path = arguments["key"] {
            let key = try KeyFile.signingKey(at: path)
            return (
                try VerificationKey(key.publicKey, suite: genesis.suite),
                Phrase("the owner of \(path)", " \(path) 的持有者")
            )
        }
        guard let grant = genesis.grant(of: seal.header.keyIdentifier)?.grant,
            let member = genesis.member(code: grant.member)
        else { throw OutputError.unknownKey(path: sealPath) }
        return (
            try VerificationKey(grant.key, suite: genesis.suite),
            Phrase(member.nameEn, member.nameZh)
        )
    }
}
