import Client
import Console
import JSON
import Ledger

extension ToolCommand {
    /// `lianzheng examples`.
    static let examples = ToolCommand(
        flags: Flags(
            "lianzheng examples",
            summary: Phrase(
                "Write example uploads for every source agency, some lines of which must be "
                    + "refused, and the fields of a certificate of each type.",
                "为每个数源部门生成示例上报文件（内含应被退回的行），并为每类证照生成示例字段。"
            ),
            flags: [
                .folder, .genesisData,
                .option("out", "FOLDER", Phrase("where to write them", "写到哪个文件夹")),
            ],
            examples: [
                (
                    "lianzheng examples --out .demo/input",
                    Phrase(
                        "files, and a MANIFEST of member, good lines, bad lines, files",
                        "上报文件，及 MANIFEST：成员、合格行数、不合格行数、文件"
                    )
                )
            ]
        )
    ) { invocation in
        let out = try invocation.arguments.required("out")
        let data = GenesisData(invocation.arguments["genesis-data"] ?? GenesisData.standardPath)
        let examples = ExampleFiles(
            catalogue: try data.catalogue(),
            members: try invocation.network().genesis.members,
            valid: try NetworkFolder.document(data.path + "/examples/valid.json"),
            violations: try NetworkFolder.document(data.path + "/examples/violations.json")
        )
        try Folder.create(out + "/later")
        var manifest = ""
        let uploads = examples.uploads
        for upload in uploads {
            for file in upload.files {
                try OutputFile.write(file.text, to: "\(out)/\(file.name)", replacing: true)
            }
            let paths = upload.files.map { "\(out)/\($0.name)" }.joined(separator: " ")
            manifest += "\(upload.member) \(upload.good) \(upload.bad) \(paths)\n"
            let later = examples.corrections(of: upload.member, count: 10)
            try OutputFile.write(later, to: "\(out)/later/\(upload.member).jsonl", replacing: true)
        }
        try OutputFile.write(manifest, to: out + "/MANIFEST", replacing: true)
        let certificates = try NetworkFolder.document(data.path + "/examples/certificates.json")
        try Folder.create(out + "/certificates")
        for (kind, ending) in [("valid", ""), ("refusals", "-refusal")] {
            for example in certificates[kind]?.object ?? [] {
                let path = "\(out)/certificates/\(example.name)\(ending).json"
                try OutputFile.write(JSONText.pretty(example.value), to: path, replacing: true)
            }
        }
        let good = uploads.reduce(0) { $0 + $1.good }
        let bad = uploads.reduce(0) { $0 + $1.bad }
        invocation.answer([
            "members": .integer(uploads.count), "good": .integer(good), "bad": .integer(bad),
        ]) {
            Phrase(
                "\(uploads.count) agencies, \(good) good lines, \(bad) lines that must be refused",
                "\(uploads.count) 个部门，合格 \(good) 行，应退回 \(bad) 行"
            ).text(invocation.language)
        }
        return .good
    }
}
