import JSON

/// The codes a field may hold, shared by name or belonging to one field.
package struct CodeList: Hashable, Sendable {
    /// One code with its meaning.
    package struct Entry: Hashable, Sendable {
        /// What the record holds.
        package let code: String
        /// What it means, in Chinese.
        package let meaning: String
    }

    /// The shared list's name, such as TAX_ITEM; nil for a list of one field.
    package let name: String?
    /// The codes in the order of the catalogue, at most 64.
    package let entries: [Entry]

    /// The most codes of one list: a set of them is one machine word.
    static let maximumEntries = 64

    /// The meaning of a code in Chinese; nil for an unknown one.
    package func meaning(of code: String) -> String? {
        entries.first { $0.code == code }?.meaning
    }

    /// Reads codes with their meanings.
    static func entries(_ values: JSONFields) throws(JSONError) -> [Entry] {
        var values = values
        var entries: [Entry] = []
        for code in values.names {
            entries.append(Entry(code: code, meaning: try values.string(code)))
        }
        return entries
    }
}
