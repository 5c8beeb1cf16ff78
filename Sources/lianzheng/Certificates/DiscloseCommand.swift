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
                .list("field", "NAME", Phrase("a field to show", "要出示的字段")),
                .option("out", "FILE", Phrase("the copy", "副本")),
            ],
            examples: [
                (
                    "lianzheng disclose mine.cose --field holder_name --out for-bank.cose",
                    Phrase("the copy proves as much as the whole", "副本与原件同样可核验")
                )
            ]
        )
    ) { invocation in
        let path = try invocation.arguments.onlyOperand("FILE")
        let out = try invocation.arguments.required("out")
        let file = try CertificateFile.read(path)
        let wanted = invocation.arguments.all("field")
        let known = file.disclosures.compactMap(\.name)
        if let unknown = wanted.first(where: { !known.contains($0) }) {
            throw UsageError.badValue(
                flag: "field",
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
                "\(out) shows \(copy.disclosures.count) fields and hides \(hidden)",
                "\(out) 出示 \(copy.disclosures.count) 个字段，隐去 \(hidden) 个"
            ).text(invocation.language)
        }
        return .good
    }
}
