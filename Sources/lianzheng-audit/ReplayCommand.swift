import Audit
import Catalogue
import Console
import JSON
import Ledger
import Storage

/// `lianzheng-audit replay`: executes a ledger again and says what is wrong with it.
struct ReplayCommand {
    static let flags = Flags(
        "lianzheng-audit replay",
        operands: "LEDGER-FOLDER",
        summary: Phrase(
            "Replay a ledger from its first block and check every rule, signature and byte.",
            "从首个区块起重放账本，核查每条规则、每个签名、每个字节。"
        ),
        flags: [
            .option(
                "genesis",
                "FILE",
                Phrase(
                    "the genesis (default: genesis.json beside the folder)",
                    "创世文件（默认为账本文件夹旁的 genesis.json）"
                )
            ),
            .option(
                "catalogue",
                "FILE",
                Phrase(
                    "the catalogue (default: catalogue.cbor beside the folder)",
                    "数据目录（默认为账本文件夹旁的 catalogue.cbor）"
                )
            ),
        ],
        examples: [
            (
                "lianzheng-audit replay nodes/observer/ledger",
                Phrase("replay the ledger of a node", "重放一个节点的账本")
            ),
            (
                "lianzheng-audit replay copy/ledger --genesis genesis.json --json",
                Phrase("a copy, for a program", "重放副本，输出供程序读取")
            ),
        ]
    )

    private let folder: String
    private let genesisPath: String
    private let cataloguePath: String
    private let arguments: Arguments
    private var language: Language { arguments.language }

    init(_ arguments: Arguments) throws(UsageError) {
        folder = try arguments.onlyOperand("LEDGER-FOLDER")
        genesisPath = arguments["genesis"] ?? Self.path(of: "genesis.json", beside: folder)
        cataloguePath = arguments["catalogue"] ?? Self.path(of: "catalogue.cbor", beside: folder)
        self.arguments = arguments
    }

    /// A file in the folder's parent, where a node's home has it.
    private static func path(of file: String, beside folder: String) -> String {
        let parts = folder.split(separator: "/")
        guard let last = parts.last, last != ".", last != ".." else {
            return folder + "/../" + file
        }
        return (folder.hasPrefix("/") ? "/" : "")
            + (parts.dropLast() + [Substring(file)]).joined(separator: "/")
    }

    func run() async -> ExitCode {
        do {
            let start = ContinuousClock.now
            let report = try await replay()
            show(report, seconds: (ContinuousClock.now - start) / .seconds(1))
            return report.isGood ? .good : .bad
        } catch let error as InputFileError {
            return fail(error.code, Phrase(error.english, error.chinese))
        } catch let error as AuditError {
            return fail(error.code, Phrase(error.english, error.chinese))
        } catch {
            return fail("internal", Phrase("\(error)", "\(error)"))
        }
    }

    private func replay() async throws -> AuditReport {
        let genesis: Genesis
        let catalogue: Catalogue
        let genesisBytes = try InputFile.read(genesisPath)
        let catalogueBytes = try InputFile.read(cataloguePath)
        do { genesis = try Genesis(bytes: genesisBytes) } catch { throw AuditError.genesis(error) }
        do {
            catalogue = try Catalogue(CatalogueDocument(canonical: catalogueBytes))
        } catch { throw AuditError.catalogue(error) }
        let audit = try LedgerAudit(genesis: genesis, catalogue: catalogue)
        var bar: ProgressBar?
        let report = try await audit.replay(
            folder: folder,
            fileSystem: PosixFileSystem()
        ) { read, total in
            if bar == nil { bar = ProgressBar(total: total, language: language) }
            bar?.update(read)
        }
        bar?.finish()
        return report
    }

    private func show(_ report: AuditReport, seconds: Double) {
        if arguments.wantsJSON {
            StandardStream.output.write(JSONText.pretty(report.json(seconds: seconds)) + "\n")
        } else {
            let text = ReportText(report: report, seconds: seconds, language: language)
            StandardStream.output.write(text.text)
        }
    }

    /// Nothing can be said about the ledger.
    private func fail(_ code: String, _ reason: Phrase) -> ExitCode {
        if arguments.wantsJSON {
            let answer: JSONValue = [
                "verdict": "cannot tell", "code": .string(code),
                "message": ["zh": .string(reason.chinese), "en": .string(reason.english)],
            ]
            StandardStream.output.write(JSONText.pretty(answer) + "\n")
        } else {
            StandardStream.error.write("lianzheng-audit: \(reason.text(language)) [\(code)]\n")
        }
        return .cannotTell
    }
}

/// A progress bar that begins once the size of the work is known.
private final class ProgressBar {
    private var progress: Progress
    private let total: UInt64

    init(total: UInt64, language: Language) {
        self.total = total >> 10
        let label = Phrase("replaying (KiB)", "重放中(KiB)").text(language)
        progress = Progress(label, total: total >> 10, language: language)
    }

    func update(_ bytes: UInt64) { progress.update(bytes >> 10) }

    func finish() { progress.finish(total) }
}
