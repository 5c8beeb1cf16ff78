import Client
import Console
import Evidence
import JSON
import Ledger

extension ToolCommand {
    /// `lianzheng disclose`.
    static let disclose = ToolCommand(
        flags: Flags(
            "lianzheng disclose",
            operands: "FILE",
            summary: Phrase(
                "Make a copy of a certificate that shows only the fields you choose.",
                "生成只出示所选字段的证照副本。"
            ),
            flags: [
                .list(
                    "only",
                    "NAME,…",
                    Phrase(
                        "the fields to show, by their names or labels; Chinese labels need the "
                            + "genesis",
                        "只出示这些字段（字段名，或证照上的项目名；项目名须有创世文件）"
                    )
                ),
                .toggle("none", Phrase("show no field at all", "不出示任何字段")),
                .option("out", "FILE", Phrase("the copy", "副本")),
                .genesis, .folder,
            ],
            examples: [
                (
                    "lianzheng disclose mine.cose --only holder_name,grade --out for-bank.cose",
                    Phrase("the copy proves as much as the whole", "副本与原件同样可核验")
                ),
                (
                    "lianzheng disclose mine.cose --only 持证主体,结论 --genesis genesis.json "
                        + "--out for-bank.cose",
                    Phrase("by the labels of the certificate", "按证照上的项目名")
                ),
            ]
        )
    ) { invocation in
        let path = try invocation.arguments.onlyOperand("FILE")
        let out = try invocation.arguments.required("out")
        let file = try CertificateFile.read(path)
        let genesis = try invocation.genesisAtHand()
        let fields = FieldNames(of: file, genesis: genesis)
        let known = fields.names
        let wanted = try invocation.wantedFields(of: fields, hasLabels: genesis != nil)
        let copy = file.keepingDisclosures(of: Set(wanted))
        try OutputFile.write(copy.encoded, to: out)
        let hidden = known.count - copy.disclosures.count
        invocation.answer(
            ["shown": .array(wanted.map(JSONValue.string)), "hidden": .integer(hidden)]
        ) {
            Phrase(
                "\(out) shows \(copy.disclosures.count.counting("field")) and hides \(hidden)",
                "\(out) 出示 \(copy.disclosures.count) 个字段，隐去 \(hidden) 个"
            ).text(invocation.language)
        }
        return .good
    }
}

extension Invocation {
    /// The genesis, for the labels of fields; one that was named has to be good.
    fileprivate func genesisAtHand() throws(ClientError) -> Genesis? {
        guard arguments.has("genesis") || arguments.has("dir") else {
            return try? trustedGenesis()
        }
        return try trustedGenesis()
    }

    /// The names of the fields to show; that it shall be none has to be said.
    fileprivate func wantedFields(
        of fields: FieldNames,
        hasLabels: Bool
    ) throws(UsageError) -> [String] {
        if arguments.has("none") {
            if let names = arguments["only"] {
                throw .badValue(flag: "only", value: names, expected: "no --none")
            }
            return []
        }
        _ = try arguments.required("only")
        let names = fields.names.joined(separator: ", ")
        var wanted: [String] = []
        for word in arguments.all("only").flatMap(FieldNames.words) {
            guard let name = fields.name(for: word) else {
                // A Chinese word is a label, and labels are the genesis's.
                let isLabel = !word.utf8.allSatisfy { $0 < 0x80 }
                let labels = isLabel && !hasLabels ? " (--genesis FILE: 中文字段名)" : ""
                throw .badValue(flag: "only", value: word, expected: names + labels)
            }
            wanted.append(name)
        }
        guard !wanted.isEmpty else {
            throw .badValue(flag: "only", value: "", expected: "\(names); or --none")
        }
        return wanted
    }
}
