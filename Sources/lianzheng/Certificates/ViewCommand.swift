import Client
import Console
import Evidence
import JSON
import Ledger

extension ToolCommand {
    /// `lianzheng view`.
    static let view = ToolCommand(
        flags: Flags(
            "lianzheng view",
            operands: "FILE",
            summary: Phrase(
                "Show a certificate, with what a check of it found.",
                "查看电子证照及其核验结果。"
            ),
            flags: [
                .folder, .genesis,
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
            ]
        )
    ) { invocation in
        let arguments = invocation.arguments
        let path = try arguments.onlyOperand("FILE")
        let file = try CertificateFile.read(path)
        let genesis = try TrustedGenesis.find(
            named: arguments["genesis"],
            folder: arguments["dir"].map { NetworkFolder($0) }
        )
        return try invocation.show(file, called: path, genesis: genesis)
    }
}

extension Invocation {
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
