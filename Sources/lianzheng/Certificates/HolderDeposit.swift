import COSE
import Client
import Console
import Cryptography
import Evidence
import JSON
import Ledger
import NodeCore

/// What an issuer left at a node for a certificate's holder.
struct HolderDeposit {
    /// The certificate identifier.
    let certificate: String
    /// What the holder is handed, once.
    let code: ClaimCode
    /// The node.
    let node: String
    /// Why the node keeps nothing, if it does not.
    let failure: ClientError?

    /// What became of the fields of a certificate that was issued just now.
    init(of issued: IssuedCertificate, at node: String) {
        certificate = issued.identifier
        code = issued.code
        self.node = node
        failure = issued.depositRefusal.map { .refused($0) }
    }

    /// Seals the fields of a file and leaves them at the node.
    init(
        of file: EvidenceFile,
        code: ClaimCode,
        holder: PublicKey?,
        by signer: Signer,
        at connection: any NodeLink
    ) throws(ClientError) {
        certificate = file.statement.header.subject
        self.code = code
        node = connection.node.name
        failure = nil
        let entry = try VaultEntry(
            file.disclosures,
            code: code,
            holder: holder,
            context: VaultContext(certificate, chain: signer.chain)
        )
        try connection.deposit(entry, by: signer)
    }

    /// The members for programs.
    var json: [JSONMember] {
        [
            JSONMember("claim_code", .string(code.text)), JSONMember("node", .string(node)),
            JSONMember("deposited", .boolean(failure == nil)),
        ]
    }

    /// The lines for people; `file` is the holder's, to deposit again.
    func text(_ language: Language, file: String) -> String {
        if let failure {
            let why = failure.phrase
            return Phrase(
                """
                claim code \(code.text); \(node) keeps nothing: \(why.english)
                deposit again: lianzheng deposit \(file) --claim \(code.text)
                """,
                """
                领取码 \(code.text)；\(node) 未能存放：\(why.chinese)
                请重新存放：lianzheng deposit \(file) --claim \(code.text)
                """
            ).text(language)
        }
        return Phrase(
            "claim code \(code.text): lianzheng view \(certificate) --claim CODE",
            "领取码 \(code.text)：lianzheng view \(certificate) --claim 领取码"
        ).text(language)
    }
}

extension ToolCommand {
    /// `lianzheng deposit`.
    static let deposit = ToolCommand(
        flags: Flags(
            "lianzheng deposit",
            operands: "FILE",
            summary: Phrase(
                "Leave a certificate's fields, sealed, at the issuer's node for its holder.",
                "将证照字段密封存放于签发机构节点，供持证人凭码领取。"
            ),
            flags: [
                .member, .officerKey, .node, .folder, .holderKey,
                .option(
                    "claim",
                    "CODE",
                    Phrase(
                        "the code handed out already (default: a new one, and the old is void)",
                        "已交付的领取码（默认新编，原码作废）"
                    )
                ),
            ],
            examples: [
                (
                    "lianzheng deposit no-arrears.cose --claim CODE --as TAX",
                    Phrase("the node was out of reach at the issue", "签发时节点不可达，补存")
                ),
                (
                    "lianzheng deposit no-arrears.cose --as TAX",
                    Phrase("the holder lost the code", "领取码遗失，另发新码")
                ),
            ]
        )
    ) { invocation in
        let arguments = invocation.arguments
        let path = try arguments.onlyOperand("FILE")
        let file = try CertificateFile.read(path)
        let code = try invocation.claimCode() ?? .random()
        let network = try invocation.network()
        let deposit = try HolderDeposit(
            of: file,
            code: code,
            holder: try invocation.holderKey(network),
            by: try invocation.officer(of: network),
            at: try network.connect(to: arguments["node"], for: arguments["as"])
        )
        invocation.answer(
            .object([JSONMember("identifier", .string(deposit.certificate))] + deposit.json)
        ) {
            deposit.text(invocation.language, file: path)
        }
        return .good
    }
}

extension Invocation {
    /// The key of the holder, if the issuer was told.
    func holderKey(_ network: Network) throws(ClientError) -> PublicKey? {
        guard let name = arguments["holder-key"] else { return nil }
        return try PublicKey(named: name, suite: network.genesis.suite)
    }

    /// The code that was typed, or piped in where a dash stands for it; nobody else was asked.
    func claimCode() throws(ClientError) -> ClaimCode? {
        guard var typed = arguments["claim"] else { return nil }
        if typed == "-" {
            do { typed = String(decoding: try InputFile.read("-"), as: UTF8.self) } catch {
                throw .input(error)
            }
        }
        do { return try ClaimCode(typed) } catch { throw .claimCode(error) }
    }
}

extension Flag {
    /// The holder's key.
    static let holderKey = Flag.option(
        "holder-key",
        "KEY",
        Phrase(
            "seal the fields for the holder's public key too (hexadecimal, or a key file)",
            "同时以持证人公钥密封（十六进制公钥或密钥文件）"
        )
    )
}
