/// What English readers call a field: its name in words, since the genesis has Chinese labels only.
package enum FieldLabel {
    private static let abbreviations: [Substring: String] = [
        "uscc": "credit code", "id": "ID", "no": "number", "cert": "certificate",
    ]

    /// The words of a name, such as "Certificate number" for `cert_no`.
    package static func english(_ name: String) -> String {
        let words = name.split(separator: "_").map { abbreviations[$0] ?? String($0) }
            .joined(separator: " ")
        return words.prefix(1).uppercased() + words.dropFirst()
    }
}

extension CertificateSummary.Field {
    /// What English readers call it: the name in words.
    public var labelEn: String { FieldLabel.english(name) }
}
