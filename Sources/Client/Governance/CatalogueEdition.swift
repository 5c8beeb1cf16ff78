package import Catalogue
import Console
import Ledger

/// The catalogue as governance left it: what is written today, and what old records follow.
///
/// A record names the version of its category's schema; it is read by that version, whatever holds
/// since. The rows come from a node. What is written by a wrong one the ledger refuses.
package struct CatalogueEdition: Sendable {
    /// The catalogue in force.
    package let current: Catalogue
    private let original: Catalogue
    private let categoryVersions: [String: UInt64]
    private let typeVersions: [String: UInt64]
    private let earlier: [String: [(version: UInt64, category: Category)]]

    /// The genesis's catalogue, which nobody changed.
    package init(_ original: Catalogue) {
        self.original = original
        current = original
        categoryVersions = [:]
        typeVersions = [:]
        earlier = [:]
    }

    /// The catalogue with the rows that a node says were adopted.
    package init(
        _ original: Catalogue,
        _ view: GovernanceView
    ) throws(ClientError) {
        self.original = original
        categoryVersions = view.categories
        typeVersions = view.certificateTypes
        do throws(CatalogueError) {
            current = try original.revised(
                categories: view.categoryRows.map(\.json),
                certificateTypes: view.certificateRows.map(\.json)
            )
            var earlier: [String: [(version: UInt64, category: Category)]] = [:]
            for row in view.categoryRows {
                let alone = try original.understanding(
                    categories: [row.json],
                    certificateTypes: []
                )
                guard let category = alone.categories.first else { continue }
                earlier[row.code, default: []].append((row.version, category))
            }
            self.earlier = earlier
        } catch {
            throw .unproven(what: Phrase(error.english, error.chinese))
        }
    }

    /// The version of a category's schema that is in force.
    package func categoryVersion(_ code: String) -> UInt64 { categoryVersions[code] ?? 1 }

    /// The version of a certificate type that is in force.
    package func typeVersion(_ code: String) -> UInt64 { typeVersions[code] ?? 1 }

    /// A category as a version of its schema has it; nil for a version that there never was.
    package func category(_ code: String, version: UInt64) -> Category? {
        if let row = earlier[code]?.first(where: { $0.version == version }) { return row.category }
        return version == 1 ? original.category(code) : nil
    }
}

extension Network {
    /// The catalogue as governance left it, by the word of a node.
    package func edition(_ connection: NodeConnection) throws(ClientError) -> CatalogueEdition {
        try CatalogueEdition(try catalogue(), try connection.governance())
    }
}
