import Catalogue
import Console
package import Cryptography
package import Ledger

/// What an administration grants: a key, what it may sign, and until when.
package struct GrantOrder: Sendable {
    /// The public half of the key.
    package let key: PublicKey
    /// What it may sign.
    package let scope: Scope
    /// From when on it may no longer sign; nil for no end.
    package let notAfterMs: UInt64?

    /// Reads what was typed; codes that the catalogue does not have are refused, for the ledger
    /// would take them and the officer find out.
    package init(
        key path: String,
        categories: [String],
        certificates: [String],
        administration: Bool,
        lastDay: CalendarDay?,
        edition: CatalogueEdition,
        suite: Suite
    ) throws(ClientError) {
        key = try PublicKey(named: path, suite: suite)
        let catalogue = edition.current
        scope = Scope(
            categories: try Self.reach(categories, Phrase("category", "数据类别")) {
                catalogue.category($0) != nil
            },
            certificates: try Self.reach(certificates, Phrase("certificate type", "证照类型")) {
                catalogue.certificateType($0) != nil
            },
            administration: administration
        )
        notAfterMs = lastDay.map { ($0.lastSecond + 1) * 1_000 }
    }

    private static func reach(
        _ words: [String],
        _ kind: Phrase,
        isKnown: (String) -> Bool
    ) throws(ClientError) -> Scope.Reach {
        let codes = words.flatMap { $0.split(separator: ",").map(String.init) }
        if codes == ["all"] { return .all }
        for code in codes where !isKnown(code) { throw .unknown(kind: kind, name: code) }
        return .only(codes)
    }
}
