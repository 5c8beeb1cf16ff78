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
                "KEY",
                Phrase(
                    "the auditor's public key in hexadecimal, or a key file; when the genesis "
                        + "does not grant it",
                    "审计方公钥（十六进制）或密钥文件（创世文件未授权时）"
                )
            ),
        ],
        examples: [
            (
                "lianzheng-audit check-seal report.html --genesis genesis.json",
                Phrase("a report and report.html.cose beside it", "核验 report.html 与其签章")
            ),
            (
                "lianzheng-audit check-seal report.html --genesis genesis.json --key 04…",
                Phrase(
                    "by the public key that the auditor published (lianzheng key show)",
                    "以审计方公布的公钥核验（lianzheng key show 可显示）"
                )
            ),
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
        let sealBytes = try InputFile.read(sealPath)
        guard let seal = try? SignedStatement(decoding: sealBytes) else {
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
            let key = try VerificationKey(named: path, suite: genesis.suite)
            let digits = key.identifier.hexadecimal.prefix(16)
            return (
                key,
                Phrase("the owner of the key \(digits)", "密钥 \(digits) 的持有者")
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
