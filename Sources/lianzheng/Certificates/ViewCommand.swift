import Catalogue
import Client
import Console
import Cryptography
import Evidence
import JSON
import Ledger
import NodeCore

extension ToolCommand {
    /// `lianzheng view`.
    static let view = ToolCommand(
        flags: Flags(
            "lianzheng view",
            operands: "FILE | CERT-IDENTIFIER",
            summary: Phrase(
                "Show a certificate, with what a check of it found.",
                "查看电子证照及其核验结果。"
            ),
            flags: [
                .folder, .genesis, .node,
                .option(
                    "claim",
                    "CODE",
                    Phrase(
                        "fetch it from the issuer's node by its claim code; - reads it from input",
                        "凭领取码向签发机构节点领取；- 表示从标准输入读取"
                    )
                ),
                .option(
                    "key",
                    "PEM",
                    Phrase("fetch it by the holder's key instead", "改凭持证人密钥领取")
                ),
                .option("out", "FILE", Phrase("save the holder's file", "保存持证人文件")),
                .option(
                    "html",
                    "FILE",
                    Phrase("also write a page to print (A4)", "另存为可打印的网页（A4）")
                ),
            ],
            examples: [
                ("lianzheng view mine.cose", Phrase("in the terminal", "在终端查看")),
                (
                    "lianzheng view mine.cose --html mine.html",
                    Phrase("as one page that needs no network", "生成可离线打印的网页")
                ),
                (
                    "lianzheng view 1.2.156.3005.2.… --claim K7QF-2M9D-XW3R-HJ4P-T8C5 "
                        + "--node node.example:7201 --out mine.cose",
                    Phrase("fetched with the code that the office handed out", "凭办事窗口所给领取码领取")
                ),
            ]
        )
    ) { invocation in
        let target = try invocation.arguments.onlyOperand("FILE | CERT-IDENTIFIER")
        guard let proof = try invocation.holderProof() else {
            guard Folder.exists(target) || CertificateIdentifier(target) == nil else {
                throw UsageError.missingFlag("claim CODE | --key PEM")
            }
            if let out = invocation.arguments["out"] {
                throw UsageError.badValue(flag: "out", value: out, expected: "--claim or --key")
            }
            let file = try CertificateFile.read(target)
            return try invocation.show(
                file,
                called: target,
                genesis: try invocation.trustedGenesis()
            )
        }
        return try invocation.claim(target, for: proof)
    }
}

extension Invocation {
    /// How the holder shows that the fields are his; nil when a file is to be shown.
    fileprivate func holderProof() throws -> HolderProof? {
        if let code = try claimCode() {
            if let path = arguments["key"] {
                throw UsageError.badValue(flag: "key", value: path, expected: "no --claim")
            }
            return .code(code)
        }
        guard let path = arguments["key"] else { return nil }
        return .key(try KeyFile.signingKey(at: path, for: try trustedGenesis().suite))
    }

    /// Fetches the fields of a certificate, and shows it as its file would be shown.
    fileprivate func claim(_ name: String, for proof: HolderProof) throws -> ExitCode {
        guard let identifier = CertificateIdentifier(name) else {
            throw ClientError.unknown(kind: CertificateTarget.mistyped, name: name)
        }
        let out = arguments["out"]
        if let out, Folder.exists(out) { throw ClientError.exists(path: out) }
        let genesis = try trustedGenesis()
        let file = try CertificateFile.claim(
            identifier.text,
            for: proof,
            from: try issuersNode(of: identifier, genesis),
            chain: genesis.chain
        )
        let exitCode = try show(file, called: out ?? identifier.text, genesis: genesis)
        if let out {
            try CertificateFile.write(file, to: out)
            tell(Phrase("Your file: \(out)", "持证人文件：\(out)"))
        }
        return exitCode
    }

    /// The node at the address that was given, or the issuer's in the network's folder.
    private func issuersNode(
        of identifier: CertificateIdentifier,
        _ genesis: Genesis
    ) throws(ClientError) -> NodeConnection {
        if let named = arguments["node"], named.contains(":") {
            return try NodeConnection.open(at: named, genesis: genesis)
        }
        let network = try network()
        guard network.genesis.chainID == genesis.chainID else {
            let reason = Phrase(
                "another ledger than the genesis to trust; name the node with --node HOST:PORT",
                "与所信任的创世文件不是同一账本；请用 --node 主机:端口 指明节点"
            )
            throw .unusable(path: network.folder.genesis, reason: reason)
        }
        let issuer = genesis.members.first { $0.uscc == identifier.issuer }
        return try network.connect(to: arguments["node"], for: issuer?.code)
    }

    /// Verifies a file as a stranger would, shows it, and writes the page that was asked for.
    func show(_ file: EvidenceFile, called name: String, genesis: Genesis) throws -> ExitCode {
        let verifier = Verifier(genesis)
        let policy = VerificationPolicy(nowMs: WallClock.nowMs)
        let verdict = verifier.verify(file.encoded, policy: policy)
        let view = CertificateView(verdict, by: verifier)
        if let page = arguments["html"] {
            let html = CertificatePage(view, language).html
            try OutputFile.write(html, to: page, replacing: true)
        }
        answer(verdict.jsonValue(file: name, ledger: verifier.ledgerName)) {
            view.text(language)
        }
        if let page = arguments["html"] {
            tell(Phrase("Page for printing: \(page)", "打印页面：\(page)"))
        }
        switch verdict.conclusion {
        case .valid: return .good
        case .invalid: return .bad
        case .cannotTell: return .cannotTell
        }
    }
}
