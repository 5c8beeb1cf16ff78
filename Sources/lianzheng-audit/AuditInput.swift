import Audit
import Catalogue
import Console
import JSON
import Ledger
import Storage

/// What every command of the auditor reads: a ledger folder, its archives, genesis and catalogue.
struct AuditInput {
    let folder: String
    let archives: [String]
    let genesis: Genesis
    let catalogue: Catalogue
    /// The disk, with the archives joined to the ledger folder.
    let fileSystem: ArchiveFolders

    /// The flags that say where it lies.
    static let flags: [Flag] = [
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
        .list(
            "archive",
            "FOLDER",
            Phrase(
                "where segments lie that were moved away; may be repeated",
                "已移走的账本分段所在文件夹，可多次给出"
            )
        ),
    ]

    /// Looks for the ledger and reads genesis and catalogue; segments are not read yet.
    init(folder: String, _ arguments: Arguments) throws {
        self.folder = Self.withoutSlash(folder)
        archives = arguments.all("archive").map(Self.withoutSlash)
        let files = ArchiveFolders(
            PosixFileSystem(),
            folder: self.folder,
            archives: archives
        )
        try files.check()
        fileSystem = files
        let genesisPath = arguments["genesis"] ?? Self.path(of: "genesis.json", beside: folder)
        let cataloguePath =
            arguments["catalogue"] ?? Self.path(of: "catalogue.cbor", beside: folder)
        let genesisBytes = try InputFile.read(genesisPath)
        let catalogueBytes = try InputFile.read(cataloguePath)
        do { genesis = try Genesis(bytes: genesisBytes) } catch { throw AuditError.genesis(error) }
        do {
            catalogue = try Catalogue(CatalogueDocument(canonical: catalogueBytes))
        } catch { throw AuditError.catalogue(error) }
    }

    /// Replays the ledger with a progress bar.
    func replay(
        _ language: Language,
        scope: ReplayScope = .everything,
        visitor: (any FinalBlockVisitor)? = nil,
        heard: (ReplayProgress) -> Void = { _ in }
    ) async throws -> AuditReport {
        let audit = try LedgerAudit(genesis: genesis, catalogue: catalogue)
        let bar = ReplayBar(language)
        let report = try await audit.replay(
            folder: folder,
            fileSystem: fileSystem,
            scope: scope,
            visitor: visitor
        ) { progress in
            bar.update(progress)
            heard(progress)
        }
        bar.finish()
        return report
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

    private static func withoutSlash(_ path: String) -> String {
        path.count > 1 && path.hasSuffix("/") ? withoutSlash(String(path.dropLast())) : path
    }
}

/// A progress bar that begins once the size of the work is known.
final class ReplayBar {
    private var progress: Progress?
    private let language: Language
    private var total: UInt64 = 0

    init(_ language: Language) { self.language = language }

    func update(_ state: ReplayProgress) {
        if progress == nil {
            total = state.byteCount >> 10
            let label = Phrase("replaying (KiB)", "重放中(KiB)").text(language)
            progress = Progress(label, total: total, language: language)
        }
        progress?.update(state.bytesRead >> 10)
    }

    func finish() { progress?.finish(total) }
}
