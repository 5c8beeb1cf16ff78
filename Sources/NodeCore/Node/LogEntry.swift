/// One line for the operator, with fields in a fixed order.
package struct LogEntry: Hashable, Sendable {
    /// How much it matters.
    package enum Level: String, Sendable {
        /// Ordinary progress.
        case info
        /// Something refused or repaired.
        case warning
        /// Something an operator must look at.
        case error
    }

    /// One named value.
    package struct Field: Hashable, Sendable {
        /// Its name.
        package let name: String
        /// Its value.
        package let value: String
    }

    /// How much it matters.
    package let level: Level
    /// A stable name such as `block.finalized`.
    package let event: String
    /// Named values, in the order given.
    package let fields: [Field]

    /// An entry.
    package init(_ level: Level, _ event: String, _ fields: KeyValuePairs<String, String> = [:]) {
        self.level = level
        self.event = event
        self.fields = fields.map { Field(name: $0.key, value: $0.value) }
    }
}
