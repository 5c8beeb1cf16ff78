import COSE
import Console
package import Evidence
package import Ledger

/// What a holder may call the fields of a certificate: by their names, or as a view labels them.
package struct FieldNames: Sendable {
    /// The names of the fields that the file shows, in its order.
    package let names: [String]
    private let labels: [(name: String, label: String)]

    /// The fields of a file; their Chinese labels are known where the genesis is at hand.
    package init(of file: EvidenceFile, genesis: Genesis?) {
        names = file.disclosures.compactMap(\.name)
        let claims = try? CertificateClaims(decoding: file.statement.payload)
        let own = claims.flatMap { genesis?.certificateDefinition($0.type)?.fields } ?? []
        let others = genesis?.document.certificateTypes.flatMap(\.fields) ?? []
        labels = names.flatMap { name in
            let chinese = (own + others).first { $0.name == name }?.labelZh
            let label = ViewText.label(of: name, chinese: chinese ?? name)
            return [(name, label.english.lowercased()), (name, label.chinese)]
        }
    }

    /// The name of the field that a word means; nil where it means none, or more than one.
    package func name(for word: String) -> String? {
        if names.contains(word) { return word }
        let forms = [word, word.lowercased()]
        let meant = Set(labels.filter { forms.contains($0.label) }.map(\.name))
        return meant.count == 1 ? meant.first : nil
    }

    /// The words between commas, of either width.
    package static func words(in text: String) -> [String] {
        text.split { ",，、".contains($0) }.map { word in
            let start = word.drop(while: \.isWhitespace)
            return String(start.reversed().drop(while: \.isWhitespace).reversed())
        }
        .filter { !$0.isEmpty }
    }
}
