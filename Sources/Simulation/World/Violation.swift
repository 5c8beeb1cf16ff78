/// A property of the protocol that a run broke.
package struct Violation: Hashable, Sendable, CustomStringConvertible {
    /// The property, by the name it has in Safety and Liveness.
    package let property: String
    /// What happened, and where.
    package let description: String

    init(_ property: String, _ description: String) {
        self.property = property
        self.description = "\(property): \(description)"
    }
}
