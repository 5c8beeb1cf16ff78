import Client
import Console
import Evidence
import JSON

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
                    Phrase("the fields to show, by their names", "只出示这些字段（字段名）")
                ),
                .toggle("none", Phrase("show no field at all", "不出示任何字段")),
                .option("out", "FILE", Phrase("the copy", "副本")),
            ],
            examples: [
                (
                    "lianzheng disclose mine.cose --only holder_name,grade --out for-bank.cose",
                    Phrase("the copy proves as much as the whole", "副本与原件同样可核验")
                )
            ]
        )
    ) { invocation in
        let path = try invocation.arguments.onlyOperand("FILE")
        let out = try invocation.arguments.required("out")
        let file = try CertificateFile.read(path)
        let known = file.disclosures.compactMap(\.name)
        let wanted = try invocation.wantedFields(of: known)
        if let unknown = wanted.first(where: { !known.contains($0) }) {
            throw UsageError.badValue(
                flag: "only",
                value: unknown,
                expected: known.joined(separator: ", ")
            )
        }
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
    /// The fields to show; that it shall be none has to be said.
    fileprivate func wantedFields(of known: [String]) throws(UsageError) -> [String] {
        if arguments.has("none") {
            if let names = arguments["only"] {
                throw .badValue(flag: "only", value: names, expected: "no --none")
            }
            return []
        }
        _ = try arguments.required("only")
        let wanted = arguments.all("only").flatMap { names in
            names.split(separator: ",").map { $0.trimming(" ") }.filter { !$0.isEmpty }
        }
        guard !wanted.isEmpty else {
            let names = known.joined(separator: ", ")
            throw .badValue(flag: "only", value: "", expected: "\(names); or --none")
        }
        return wanted
    }
}

extension Substring {
    /// The text without this character at its ends.
    fileprivate func trimming(_ character: Character) -> String {
        let head = drop { $0 == character }
        return String(head.reversed().drop { $0 == character }.reversed())
    }
}
