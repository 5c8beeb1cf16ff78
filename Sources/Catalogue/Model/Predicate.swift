/// A question about records that can be answered without showing them.
package struct Predicate: Hashable, Sendable {
    /// The operator, such as SUM_GE or NOT_EXISTS.
    package let operation: String
    /// The positions of the fields it is about.
    package let fields: [Int]
    /// The ISO 8601 duration back from the time of asking, or NOW for the latest record.
    package let window: String
    /// The question in Chinese.
    package let text: String
}
